using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DelegatesAndOversight : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_findings",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sign = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    account = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    disclosures = table.Column<string>(type: "TEXT", nullable: false),
                    raised_at = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_by = table.Column<string>(type: "TEXT", nullable: false),
                    conclusion = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "account_days",
                columns: table => new
                {
                    account = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    queries = table.Column<int>(type: "INTEGER", nullable: false),
                    night = table.Column<int>(type: "INTEGER", nullable: false),
                    patients = table.Column<int>(type: "INTEGER", nullable: false),
                    dispensing = table.Column<int>(type: "INTEGER", nullable: true),
                    unfilled = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_days", x => new { x.day, x.account, x.role });
                });

            migrationBuilder.CreateTable(
                name: "account_holders",
                columns: table => new
                {
                    account = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    last_name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    first_name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_holders", x => x.account);
                });

            migrationBuilder.CreateTable(
                name: "delegate_sign_offs",
                columns: table => new
                {
                    delegation_id = table.Column<int>(type: "INTEGER", nullable: false),
                    quarter = table.Column<int>(type: "INTEGER", nullable: false),
                    signed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    signed_by = table.Column<string>(type: "TEXT", nullable: false),
                    queries = table.Column<int>(type: "INTEGER", nullable: false),
                    in_order = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegate_sign_offs", x => new { x.delegation_id, x.quarter });
                });

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    @delegate = table.Column<string>(name: "delegate", type: "TEXT", maxLength: 64, nullable: false),
                    supervisor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    approved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_by = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_by = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "watched_patients",
                columns: table => new
                {
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watched_patients", x => x.patient_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_access_findings_sign_account_key",
                table: "access_findings",
                columns: new[] { "sign", "account", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_delegations_delegate",
                table: "delegations",
                column: "delegate");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_supervisor",
                table: "delegations",
                column: "supervisor");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_findings");

            migrationBuilder.DropTable(
                name: "account_days");

            migrationBuilder.DropTable(
                name: "account_holders");

            migrationBuilder.DropTable(
                name: "delegate_sign_offs");

            migrationBuilder.DropTable(
                name: "delegations");

            migrationBuilder.DropTable(
                name: "watched_patients");
        }
    }
}
