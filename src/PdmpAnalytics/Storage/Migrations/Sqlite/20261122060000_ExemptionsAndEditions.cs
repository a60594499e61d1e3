using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ExemptionsAndEditions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "equivalents",
                table: "population_tables",
                type: "TEXT",
                nullable: false,
                defaultValue: "CDC2022 VA2021");

            migrationBuilder.AddColumn<string>(
                name: "doses_by_edition",
                table: "alert_findings",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "editions",
                table: "alert_findings",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "exempt_by_hand",
                table: "alert_findings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte>(
                name: "otherwise",
                table: "alert_findings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "exemptions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    first_day = table.Column<int>(type: "INTEGER", nullable: true),
                    until = table.Column<int>(type: "INTEGER", nullable: false),
                    author = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    stated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_by = table.Column<string>(type: "TEXT", nullable: false),
                    end_reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exemptions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_exemptions_patient_id",
                table: "exemptions",
                column: "patient_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exemptions");

            migrationBuilder.DropColumn(
                name: "equivalents",
                table: "population_tables");

            migrationBuilder.DropColumn(
                name: "doses_by_edition",
                table: "alert_findings");

            migrationBuilder.DropColumn(
                name: "editions",
                table: "alert_findings");

            migrationBuilder.DropColumn(
                name: "exempt_by_hand",
                table: "alert_findings");

            migrationBuilder.DropColumn(
                name: "otherwise",
                table: "alert_findings");
        }
    }
}
