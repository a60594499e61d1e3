using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Intake : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_submissions_content_hash",
                table: "submissions");

            migrationBuilder.AddColumn<byte>(
                name: "result",
                table: "submissions",
                type: "smallint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<long>(
                name: "serious",
                table: "submissions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "submitter",
                table: "submissions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "zero_reports",
                table: "submissions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "stated_at",
                table: "dispensers",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<bool>(
                name: "has_reports",
                table: "dispensation_keys",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "reported_at",
                table: "dispensation_keys",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<byte>(
                name: "status",
                table: "dispensation_keys",
                type: "smallint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.CreateTable(
                name: "dispensation_reports",
                columns: table => new
                {
                    filled_on = table.Column<DateOnly>(type: "date", nullable: false),
                    dispenser_id = table.Column<int>(type: "integer", nullable: false),
                    rx_key = table.Column<long>(type: "bigint", nullable: false),
                    fill_number = table.Column<short>(type: "smallint", nullable: false),
                    partial_fill = table.Column<byte>(type: "smallint", nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submission_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<byte>(type: "smallint", nullable: false),
                    quantity = table.Column<double>(type: "double precision", nullable: false),
                    content_hash = table.Column<long>(type: "bigint", nullable: false),
                    patient_id = table.Column<long>(type: "bigint", nullable: false),
                    dispensation_id = table.Column<long>(type: "bigint", nullable: false),
                    target_submission_id = table.Column<int>(type: "integer", nullable: true),
                    target_first_line = table.Column<int>(type: "integer", nullable: true),
                    target_last_line = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensation_reports", x => new { x.filled_on, x.dispenser_id, x.rx_key, x.fill_number, x.partial_fill, x.reported_at, x.submission_id, x.line });
                });

            migrationBuilder.CreateTable(
                name: "dispenser_months",
                columns: table => new
                {
                    dispenser_id = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    figure = table.Column<short>(type: "smallint", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispenser_months", x => new { x.dispenser_id, x.month, x.figure });
                });

            migrationBuilder.CreateTable(
                name: "dispenser_submissions",
                columns: table => new
                {
                    dispenser_id = table.Column<int>(type: "integer", nullable: false),
                    submission_id = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    records = table.Column<long>(type: "bigint", nullable: false),
                    zero_reports = table.Column<long>(type: "bigint", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispenser_submissions", x => new { x.dispenser_id, x.submission_id });
                });

            migrationBuilder.CreateTable(
                name: "rejected_records",
                columns: table => new
                {
                    submission_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    dispenser_id = table.Column<int>(type: "integer", nullable: true),
                    rx_key = table.Column<long>(type: "bigint", nullable: false),
                    filled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    fill_number = table.Column<short>(type: "smallint", nullable: true),
                    partial_fill = table.Column<byte>(type: "smallint", nullable: true),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<byte>(type: "smallint", nullable: false),
                    closed_by_submission_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rejected_records", x => new { x.submission_id, x.line });
                });

            migrationBuilder.CreateTable(
                name: "submitted_transactions",
                columns: table => new
                {
                    submission_id = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<byte>(type: "smallint", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    control_number = table.Column<string>(type: "text", nullable: false),
                    sender = table.Column<string>(type: "text", nullable: false),
                    sender_name = table.Column<string>(type: "text", nullable: false),
                    is_test = table.Column<bool>(type: "boolean", nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    period_first_day = table.Column<DateOnly>(type: "date", nullable: true),
                    period_last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    first_line = table.Column<int>(type: "integer", nullable: false),
                    last_line = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submitted_transactions", x => new { x.submission_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "zero_reports",
                columns: table => new
                {
                    dispenser_id = table.Column<int>(type: "integer", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    submission_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_zero_reports", x => new { x.dispenser_id, x.first_day, x.last_day, x.submission_id, x.line });
                });

            migrationBuilder.CreateIndex(
                name: "ix_submissions_content_hash",
                table: "submissions",
                column: "content_hash",
                unique: true,
                filter: "result <> 2");

            migrationBuilder.CreateIndex(
                name: "ix_dispensations_submission_id",
                table: "dispensations",
                column: "submission_id")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_dispensation_reports_patient_id",
                table: "dispensation_reports",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispensation_reports_submission_id",
                table: "dispensation_reports",
                column: "submission_id");

            migrationBuilder.CreateIndex(
                name: "ix_rejected_records_rx_key",
                table: "rejected_records",
                column: "rx_key");

            migrationBuilder.CreateIndex(
                name: "ix_submitted_transactions_control_number",
                table: "submitted_transactions",
                column: "control_number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispensation_reports");

            migrationBuilder.DropTable(
                name: "dispenser_months");

            migrationBuilder.DropTable(
                name: "dispenser_submissions");

            migrationBuilder.DropTable(
                name: "rejected_records");

            migrationBuilder.DropTable(
                name: "submitted_transactions");

            migrationBuilder.DropTable(
                name: "zero_reports");

            migrationBuilder.DropIndex(
                name: "ix_submissions_content_hash",
                table: "submissions");

            migrationBuilder.DropIndex(
                name: "ix_dispensations_submission_id",
                table: "dispensations");

            migrationBuilder.DropColumn(
                name: "result",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "serious",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "submitter",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "zero_reports",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "stated_at",
                table: "dispensers");

            migrationBuilder.DropColumn(
                name: "has_reports",
                table: "dispensation_keys");

            migrationBuilder.DropColumn(
                name: "reported_at",
                table: "dispensation_keys");

            migrationBuilder.DropColumn(
                name: "status",
                table: "dispensation_keys");

            migrationBuilder.CreateIndex(
                name: "ix_submissions_content_hash",
                table: "submissions",
                column: "content_hash",
                unique: true);
        }
    }
}
