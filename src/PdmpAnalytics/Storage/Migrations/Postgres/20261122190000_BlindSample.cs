using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BlindSample : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "sample_share",
                table: "review_decisions",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "sample_share",
                table: "alerts",
                type: "double precision",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "sample_share",
                table: "review_decisions");

            migrationBuilder.DropColumn(
                name: "sample_share",
                table: "alerts");
        }
    }
}
