using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Mends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "submitted_transactions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "corrects_line",
                table: "submissions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "corrects_submission_id",
                table: "submissions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "zero_reports_refused",
                table: "submissions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "sealing_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    noted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealing_key", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sealing_key");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "submitted_transactions");

            migrationBuilder.DropColumn(
                name: "corrects_line",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "corrects_submission_id",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "zero_reports_refused",
                table: "submissions");
        }
    }
}
