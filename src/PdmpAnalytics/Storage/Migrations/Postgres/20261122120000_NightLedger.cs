using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class NightLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "night_attempts",
                columns: table => new
                {
                    run_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_night_attempts", x => x.run_id);
                });

            migrationBuilder.CreateTable(
                name: "night_steps",
                columns: table => new
                {
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<byte>(type: "smallint", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    count_in = table.Column<long>(type: "bigint", nullable: false),
                    count_out = table.Column<long>(type: "bigint", nullable: false),
                    count_rejected = table.Column<long>(type: "bigint", nullable: false),
                    count_left = table.Column<long>(type: "bigint", nullable: false),
                    input_hash = table.Column<string>(type: "text", nullable: true),
                    summary = table.Column<string>(type: "text", nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_night_steps", x => new { x.business_date, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "nights",
                columns: table => new
                {
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    after_submission_id = table.Column<int>(type: "integer", nullable: false),
                    through_submission_id = table.Column<int>(type: "integer", nullable: true),
                    after_link_event_id = table.Column<long>(type: "bigint", nullable: false),
                    through_link_event_id = table.Column<long>(type: "bigint", nullable: true),
                    rule_set = table.Column<string>(type: "text", nullable: false),
                    rule_fingerprint = table.Column<string>(type: "text", nullable: false),
                    link_model = table.Column<string>(type: "text", nullable: false),
                    population_version = table.Column<int>(type: "integer", nullable: false),
                    program = table.Column<string>(type: "text", nullable: false),
                    report = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nights", x => x.business_date);
                });

            migrationBuilder.CreateTable(
                name: "run_leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    holder = table.Column<string>(type: "text", nullable: false),
                    lasts_seconds = table.Column<double>(type: "double precision", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_leases", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_night_attempts_business_date",
                table: "night_attempts",
                column: "business_date");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "night_attempts");

            migrationBuilder.DropTable(
                name: "night_steps");

            migrationBuilder.DropTable(
                name: "nights");

            migrationBuilder.DropTable(
                name: "run_leases");
        }
    }
}
