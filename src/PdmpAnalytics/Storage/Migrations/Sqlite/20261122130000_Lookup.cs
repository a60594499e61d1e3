using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Lookup : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    facility = table.Column<string>(type: "TEXT", nullable: false),
                    scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    rate_per_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    sees_treatment_programs = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    replaced_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispensing_resolutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    disclosure_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: false),
                    facility = table.Column<string>(type: "TEXT", nullable: false),
                    red_flags = table.Column<string>(type: "TEXT", nullable: false),
                    called = table.Column<string>(type: "TEXT", nullable: false),
                    decision = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensing_resolutions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "patient_disclosures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    supervisor = table.Column<string>(type: "TEXT", nullable: false),
                    facility = table.Column<string>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    application = table.Column<string>(type: "TEXT", nullable: false),
                    client_address = table.Column<string>(type: "TEXT", nullable: false),
                    @override = table.Column<string>(name: "override", type: "TEXT", nullable: false),
                    last_name = table.Column<string>(type: "TEXT", nullable: false),
                    first_name = table.Column<string>(type: "TEXT", nullable: false),
                    birth_date = table.Column<int>(type: "INTEGER", nullable: false),
                    further_items = table.Column<string>(type: "TEXT", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    patient_id = table.Column<long>(type: "INTEGER", nullable: true),
                    listed_patients = table.Column<string>(type: "TEXT", nullable: false),
                    fills = table.Column<int>(type: "INTEGER", nullable: false),
                    states = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_disclosures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project_indexes",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    as_of = table.Column<int>(type: "INTEGER", nullable: false),
                    patients = table.Column<int>(type: "INTEGER", nullable: false),
                    scales = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_indexes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_prescribers_dea",
                table: "prescribers",
                column: "dea");

            migrationBuilder.CreateIndex(
                name: "ix_prescribers_npi",
                table: "prescribers",
                column: "npi");

            migrationBuilder.CreateIndex(
                name: "ix_prescriber_sites_prescriber_id",
                table: "prescriber_sites",
                column: "prescriber_id");

            migrationBuilder.CreateIndex(
                name: "ix_patient_records_birth_date",
                table: "patient_records",
                column: "birth_date");

            migrationBuilder.CreateIndex(
                name: "ix_dispensing_resolutions_account_idempotency_key",
                table: "dispensing_resolutions",
                columns: new[] { "account", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispensing_resolutions_facility_at",
                table: "dispensing_resolutions",
                columns: new[] { "facility", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_dispensing_resolutions_patient_id",
                table: "dispensing_resolutions",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "ix_patient_disclosures_account_at",
                table: "patient_disclosures",
                columns: new[] { "account", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_disclosures_at",
                table: "patient_disclosures",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_patient_disclosures_patient_id",
                table: "patient_disclosures",
                column: "patient_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "dispensing_resolutions");

            migrationBuilder.DropTable(
                name: "patient_disclosures");

            migrationBuilder.DropTable(
                name: "project_indexes");

            migrationBuilder.DropIndex(
                name: "ix_prescribers_dea",
                table: "prescribers");

            migrationBuilder.DropIndex(
                name: "ix_prescribers_npi",
                table: "prescribers");

            migrationBuilder.DropIndex(
                name: "ix_prescriber_sites_prescriber_id",
                table: "prescriber_sites");

            migrationBuilder.DropIndex(
                name: "ix_patient_records_birth_date",
                table: "patient_records");
        }
    }
}
