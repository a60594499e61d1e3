using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
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
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "assignee",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "claimed_by",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "claimed_until",
                table: "alerts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "due_on",
                table: "alerts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "first_reader",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_step",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "opened_on",
                table: "alerts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "planned_action",
                table: "alerts",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reading_kind",
                table: "alerts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reading_of",
                table: "alerts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "alerts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "second_reader",
                table: "alerts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "snoozed_until",
                table: "alerts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "wakes_on_evidence",
                table: "alerts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "review_notes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    alert_id = table.Column<long>(type: "bigint", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
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
                    alert_id = table.Column<long>(type: "bigint", nullable: false),
                    alert_version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    first_reader = table.Column<string>(type: "text", nullable: false),
                    first_disposition = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    second_reader = table.Column<string>(type: "text", nullable: false),
                    second_disposition = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    settled_by = table.Column<string>(type: "text", nullable: true),
                    settled_disposition = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
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
