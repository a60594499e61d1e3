using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
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
                    id = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    facility = table.Column<string>(type: "text", nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    rate_per_minute = table.Column<int>(type: "integer", nullable: false),
                    sees_treatment_programs = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    replaced_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispensing_resolutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    disclosure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    patient_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    facility = table.Column<string>(type: "text", nullable: false),
                    red_flags = table.Column<string>(type: "text", nullable: false),
                    called = table.Column<string>(type: "text", nullable: false),
                    decision = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    idempotency_key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensing_resolutions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "patient_disclosures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    supervisor = table.Column<string>(type: "text", nullable: false),
                    facility = table.Column<string>(type: "text", nullable: false),
                    purpose = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    application = table.Column<string>(type: "text", nullable: false),
                    client_address = table.Column<string>(type: "text", nullable: false),
                    @override = table.Column<string>(name: "override", type: "text", nullable: false),
                    last_name = table.Column<string>(type: "text", nullable: false),
                    first_name = table.Column<string>(type: "text", nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    further_items = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    patient_id = table.Column<long>(type: "bigint", nullable: true),
                    listed_patients = table.Column<string>(type: "text", nullable: false),
                    fills = table.Column<int>(type: "integer", nullable: false),
                    states = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_disclosures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project_indexes",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    patients = table.Column<int>(type: "integer", nullable: false),
                    scales = table.Column<string>(type: "text", nullable: false)
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
