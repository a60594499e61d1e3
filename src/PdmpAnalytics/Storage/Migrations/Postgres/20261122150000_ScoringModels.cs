using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ScoringModels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "risk_inputs",
                table: "review_decisions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "challenger_id",
                table: "alerts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "challenger_probability",
                table: "alerts",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "risk_inputs",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "risk_model_id",
                table: "alerts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "risk_parts",
                table: "alerts",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "scoring_models",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    engine = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    inputs_version = table.Column<string>(type: "text", nullable: false),
                    inputs = table.Column<string>(type: "text", nullable: false),
                    cases_from = table.Column<DateOnly>(type: "date", nullable: false),
                    cases_to = table.Column<DateOnly>(type: "date", nullable: false),
                    seed = table.Column<int>(type: "integer", nullable: false),
                    metrics = table.Column<string>(type: "text", nullable: false),
                    seconds = table.Column<double>(type: "double precision", nullable: false),
                    trained_by = table.Column<string>(type: "text", nullable: false),
                    trained_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scoring_models", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "scoring_models");

            migrationBuilder.DropColumn(
                name: "risk_inputs",
                table: "review_decisions");

            migrationBuilder.DropColumn(
                name: "challenger_id",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "challenger_probability",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "risk_inputs",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "risk_model_id",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "risk_parts",
                table: "alerts");
        }
    }
}
