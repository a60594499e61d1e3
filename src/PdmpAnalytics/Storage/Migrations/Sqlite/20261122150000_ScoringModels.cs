using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "challenger_id",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "challenger_probability",
                table: "alerts",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "risk_inputs",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "risk_model_id",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "risk_parts",
                table: "alerts",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "scoring_models",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    engine = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    inputs_version = table.Column<string>(type: "TEXT", nullable: false),
                    inputs = table.Column<string>(type: "TEXT", nullable: false),
                    cases_from = table.Column<int>(type: "INTEGER", nullable: false),
                    cases_to = table.Column<int>(type: "INTEGER", nullable: false),
                    seed = table.Column<int>(type: "INTEGER", nullable: false),
                    metrics = table.Column<string>(type: "TEXT", nullable: false),
                    seconds = table.Column<double>(type: "REAL", nullable: false),
                    trained_by = table.Column<string>(type: "TEXT", nullable: false),
                    trained_at = table.Column<long>(type: "INTEGER", nullable: false),
                    parameters = table.Column<string>(type: "TEXT", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
