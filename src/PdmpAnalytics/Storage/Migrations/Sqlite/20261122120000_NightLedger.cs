using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
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
                    run_id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    business_date = table.Column<int>(type: "INTEGER", nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_night_attempts", x => x.run_id);
                });

            migrationBuilder.CreateTable(
                name: "night_steps",
                columns: table => new
                {
                    business_date = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    count_in = table.Column<long>(type: "INTEGER", nullable: false),
                    count_out = table.Column<long>(type: "INTEGER", nullable: false),
                    count_rejected = table.Column<long>(type: "INTEGER", nullable: false),
                    count_left = table.Column<long>(type: "INTEGER", nullable: false),
                    input_hash = table.Column<string>(type: "TEXT", nullable: true),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_night_steps", x => new { x.business_date, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "nights",
                columns: table => new
                {
                    business_date = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    after_submission_id = table.Column<int>(type: "INTEGER", nullable: false),
                    through_submission_id = table.Column<int>(type: "INTEGER", nullable: true),
                    after_link_event_id = table.Column<long>(type: "INTEGER", nullable: false),
                    through_link_event_id = table.Column<long>(type: "INTEGER", nullable: true),
                    rule_set = table.Column<string>(type: "TEXT", nullable: false),
                    rule_fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    link_model = table.Column<string>(type: "TEXT", nullable: false),
                    population_version = table.Column<int>(type: "INTEGER", nullable: false),
                    program = table.Column<string>(type: "TEXT", nullable: false),
                    report = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nights", x => x.business_date);
                });

            migrationBuilder.CreateTable(
                name: "run_leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    holder = table.Column<string>(type: "TEXT", nullable: false),
                    lasts_seconds = table.Column<double>(type: "REAL", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
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
