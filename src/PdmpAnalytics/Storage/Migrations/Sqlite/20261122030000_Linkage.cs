using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Linkage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "home_patient_id",
                table: "patient_records",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // Until now every record stayed with its first patient unless that was merged; who was merged keeps the lowest id.
            migrationBuilder.Sql("UPDATE patient_records SET home_patient_id = patient_id;");

            migrationBuilder.AddColumn<string>(
                name: "settled",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "uncertain_link",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "link_decisions",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_journal",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    from_patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    into_patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    model_id = table.Column<int>(type: "INTEGER", nullable: true),
                    decision_id = table.Column<int>(type: "INTEGER", nullable: true),
                    undone_by_decision_id = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_journal", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_models",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    records = table.Column<long>(type: "INTEGER", nullable: false),
                    figures = table.Column<string>(type: "TEXT", nullable: false),
                    terms = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_models", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_runs",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    model_id = table.Column<int>(type: "INTEGER", nullable: false),
                    last_record_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patient_blocks",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    record_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_blocks", x => new { x.key, x.record_id });
                });

            migrationBuilder.CreateTable(
                name: "patient_links",
                columns: table => new
                {
                    record_a = table.Column<long>(type: "INTEGER", nullable: false),
                    record_b = table.Column<long>(type: "INTEGER", nullable: false),
                    weight = table.Column<int>(type: "INTEGER", nullable: false),
                    model_id = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_links", x => new { x.record_a, x.record_b });
                });

            migrationBuilder.CreateTable(
                name: "record_confidences",
                columns: table => new
                {
                    record_id = table.Column<long>(type: "INTEGER", nullable: false),
                    probability = table.Column<double>(type: "REAL", nullable: false),
                    link_a = table.Column<long>(type: "INTEGER", nullable: false),
                    link_b = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_record_confidences", x => x.record_id);
                });

            migrationBuilder.CreateTable(
                name: "link_decision_records",
                columns: table => new
                {
                    decision_id = table.Column<int>(type: "INTEGER", nullable: false),
                    record_id = table.Column<long>(type: "INTEGER", nullable: false),
                    second_side = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_decision_records", x => new { x.decision_id, x.record_id });
                    table.ForeignKey(
                        name: "fk_link_decision_records_link_decisions_decision_id",
                        column: x => x.decision_id,
                        principalTable: "link_decisions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_journal_records",
                columns: table => new
                {
                    event_id = table.Column<long>(type: "INTEGER", nullable: false),
                    record_id = table.Column<long>(type: "INTEGER", nullable: false),
                    moved = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_journal_records", x => new { x.event_id, x.record_id });
                    table.ForeignKey(
                        name: "fk_link_journal_records_link_journal_event_id",
                        column: x => x.event_id,
                        principalTable: "link_journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_link_journal_from_patient_id",
                table: "link_journal",
                column: "from_patient_id");

            migrationBuilder.CreateIndex(
                name: "ix_link_journal_into_patient_id",
                table: "link_journal",
                column: "into_patient_id");

            migrationBuilder.CreateIndex(
                name: "ix_patient_links_record_b",
                table: "patient_links",
                column: "record_b");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "link_decision_records");

            migrationBuilder.DropTable(
                name: "link_journal_records");

            migrationBuilder.DropTable(
                name: "link_models");

            migrationBuilder.DropTable(
                name: "link_runs");

            migrationBuilder.DropTable(
                name: "patient_blocks");

            migrationBuilder.DropTable(
                name: "patient_links");

            migrationBuilder.DropTable(
                name: "record_confidences");

            migrationBuilder.DropTable(
                name: "link_decisions");

            migrationBuilder.DropTable(
                name: "link_journal");

            migrationBuilder.DropColumn(
                name: "home_patient_id",
                table: "patient_records");

            migrationBuilder.DropColumn(
                name: "settled",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "uncertain_link",
                table: "alerts");
        }
    }
}
