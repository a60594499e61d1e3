using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
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
                type: "text",
                nullable: false,
                defaultValue: "CDC2022 VA2021");

            migrationBuilder.AddColumn<string>(
                name: "doses_by_edition",
                table: "alert_findings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "editions",
                table: "alert_findings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "exempt_by_hand",
                table: "alert_findings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte>(
                name: "otherwise",
                table: "alert_findings",
                type: "smallint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "exemptions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    patient_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: true),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    stated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: false),
                    end_reason = table.Column<string>(type: "text", nullable: false)
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
