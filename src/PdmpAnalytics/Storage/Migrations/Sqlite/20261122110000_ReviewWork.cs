using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReviewWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "other_explanations",
                table: "review_decisions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "claimed_by",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "claimed_until",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "due_on",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "first_reader",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_step",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "opened_on",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "planned_action",
                table: "alerts",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reading_kind",
                table: "alerts",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reading_of",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "alerts",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "second_reader",
                table: "alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "snoozed_until",
                table: "alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "wakes_on_evidence",
                table: "alerts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "review_notes",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    alert_id = table.Column<long>(type: "INTEGER", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    written_by = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_review_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_review_notes_alerts_alert_id",
                        column: x => x.alert_id,
                        principalTable: "alerts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "second_readings",
                columns: table => new
                {
                    alert_id = table.Column<long>(type: "INTEGER", nullable: false),
                    alert_version = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    first_reader = table.Column<string>(type: "TEXT", nullable: false),
                    first_disposition = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    second_reader = table.Column<string>(type: "TEXT", nullable: false),
                    second_disposition = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    settled_by = table.Column<string>(type: "TEXT", nullable: true),
                    settled_disposition = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_second_readings", x => new { x.alert_id, x.alert_version });
                    table.ForeignKey(
                        name: "fk_second_readings_review_decisions_alert_id_alert_version",
                        columns: x => new { x.alert_id, x.alert_version },
                        principalTable: "review_decisions",
                        principalColumns: new[] { "alert_id", "alert_version" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_patient_records_last_name",
                table: "patient_records",
                column: "last_name");

            migrationBuilder.CreateIndex(
                name: "ix_patient_records_zip",
                table: "patient_records",
                column: "zip");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_assignee",
                table: "alerts",
                column: "assignee",
                filter: "assignee IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_reading_kind",
                table: "alerts",
                column: "reading_kind",
                filter: "reading_kind IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_waiting",
                table: "alerts",
                columns: new[] { "priority", "raised_on", "evidence_count", "finding_count", "subject_id", "id" },
                descending: new[] { true, false, true, true, false, false },
                filter: "hold = 'None' AND state <> 'Closed' AND state <> 'Withdrawn'");

            migrationBuilder.CreateIndex(
                name: "ix_review_notes_alert_id",
                table: "review_notes",
                column: "alert_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "review_notes");

            migrationBuilder.DropTable(
                name: "second_readings");

            migrationBuilder.DropIndex(
                name: "ix_patient_records_last_name",
                table: "patient_records");

            migrationBuilder.DropIndex(
                name: "ix_patient_records_zip",
                table: "patient_records");

            migrationBuilder.DropIndex(
                name: "ix_alerts_assignee",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_alerts_reading_kind",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_alerts_waiting",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "other_explanations",
                table: "review_decisions");

            migrationBuilder.DropColumn(
                name: "assignee",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "claimed_by",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "claimed_until",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "due_on",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "first_reader",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "last_step",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "opened_on",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "planned_action",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "reading_kind",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "reading_of",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "scopes",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "second_reader",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "snoozed_until",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "wakes_on_evidence",
                table: "alerts");
        }
    }
}
