using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dispensation_keys",
                columns: table => new
                {
                    filled_on = table.Column<int>(type: "INTEGER", nullable: false),
                    dispenser_id = table.Column<int>(type: "INTEGER", nullable: false),
                    rx_key = table.Column<long>(type: "INTEGER", nullable: false),
                    fill_number = table.Column<short>(type: "INTEGER", nullable: false),
                    partial_fill = table.Column<byte>(type: "INTEGER", nullable: false),
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    dispensation_id = table.Column<long>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensation_keys", x => new { x.filled_on, x.dispenser_id, x.rx_key, x.fill_number, x.partial_fill });
                });

            migrationBuilder.CreateTable(
                name: "dispensations",
                columns: table => new
                {
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    patient_record_id = table.Column<long>(type: "INTEGER", nullable: false),
                    drug_id = table.Column<int>(type: "INTEGER", nullable: false),
                    dispenser_id = table.Column<int>(type: "INTEGER", nullable: false),
                    prescriber_site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    filled_on = table.Column<int>(type: "INTEGER", nullable: false),
                    sold_on = table.Column<int>(type: "INTEGER", nullable: true),
                    written_on = table.Column<int>(type: "INTEGER", nullable: true),
                    quantity = table.Column<double>(type: "REAL", nullable: false),
                    days_supply = table.Column<short>(type: "INTEGER", nullable: false),
                    fill_number = table.Column<short>(type: "INTEGER", nullable: false),
                    refills_authorized = table.Column<short>(type: "INTEGER", nullable: true),
                    partial_fill = table.Column<byte>(type: "INTEGER", nullable: false),
                    payment = table.Column<byte>(type: "INTEGER", nullable: false),
                    transmission_form = table.Column<byte>(type: "INTEGER", nullable: false),
                    context = table.Column<ushort>(type: "INTEGER", nullable: false),
                    quality = table.Column<ushort>(type: "INTEGER", nullable: false),
                    patient_zip = table.Column<int>(type: "INTEGER", nullable: false),
                    rx_key = table.Column<long>(type: "INTEGER", nullable: false),
                    rx_number = table.Column<string>(type: "TEXT", nullable: false),
                    dosage_units = table.Column<byte>(type: "INTEGER", nullable: false),
                    treatment_type = table.Column<byte>(type: "INTEGER", nullable: false),
                    patient_location = table.Column<byte>(type: "INTEGER", nullable: false),
                    diagnosis_code = table.Column<string>(type: "TEXT", nullable: true),
                    quantity_prescribed = table.Column<double>(type: "REAL", nullable: true),
                    blank_serial = table.Column<string>(type: "TEXT", nullable: true),
                    submission_id = table.Column<int>(type: "INTEGER", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    valid_from = table.Column<long>(type: "INTEGER", nullable: false),
                    valid_to = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_by_submission_id = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensations", x => new { x.patient_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "dispensers",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    dea = table.Column<string>(type: "TEXT", nullable: true),
                    npi = table.Column<string>(type: "TEXT", nullable: true),
                    ncpdp = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    city = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: true),
                    zip = table.Column<int>(type: "INTEGER", nullable: false),
                    chain = table.Column<string>(type: "TEXT", nullable: true),
                    type = table.Column<byte>(type: "INTEGER", nullable: false),
                    mail_order = table.Column<bool>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "drugs",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    qualifier = table.Column<byte>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    ingredient = table.Column<string>(type: "TEXT", nullable: true),
                    strength_mg = table.Column<double>(type: "REAL", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: true),
                    label = table.Column<string>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drugs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patient_records",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    base_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    last_name = table.Column<string>(type: "TEXT", nullable: false),
                    first_name = table.Column<string>(type: "TEXT", nullable: false),
                    middle_name = table.Column<string>(type: "TEXT", nullable: false),
                    suffix = table.Column<string>(type: "TEXT", nullable: false),
                    birth_date = table.Column<int>(type: "INTEGER", nullable: false),
                    sex = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    city = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    zip = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    id_qualifier = table.Column<byte>(type: "INTEGER", nullable: false),
                    id_value = table.Column<string>(type: "TEXT", nullable: false),
                    animal = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patients",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    merged_into = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patients_to_judge",
                columns: table => new
                {
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patients_to_judge", x => x.patient_id);
                });

            migrationBuilder.CreateTable(
                name: "prescriber_sites",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    prescriber_id = table.Column<int>(type: "INTEGER", nullable: false),
                    address_key = table.Column<string>(type: "TEXT", nullable: false),
                    zip = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false),
                    fills = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prescriber_sites", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "prescribers",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    npi = table.Column<string>(type: "TEXT", nullable: false),
                    dea = table.Column<string>(type: "TEXT", nullable: false),
                    dea_suffix = table.Column<string>(type: "TEXT", nullable: false),
                    last_name = table.Column<string>(type: "TEXT", nullable: false),
                    first_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prescribers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "submission_errors",
                columns: table => new
                {
                    submission_id = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    code = table.Column<short>(type: "INTEGER", nullable: false),
                    level = table.Column<byte>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submission_errors", x => new { x.submission_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "submissions",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    records = table.Column<long>(type: "INTEGER", nullable: false),
                    loaded = table.Column<long>(type: "INTEGER", nullable: false),
                    revised = table.Column<long>(type: "INTEGER", nullable: false),
                    voided = table.Column<long>(type: "INTEGER", nullable: false),
                    duplicates = table.Column<long>(type: "INTEGER", nullable: false),
                    not_found = table.Column<long>(type: "INTEGER", nullable: false),
                    rejected = table.Column<long>(type: "INTEGER", nullable: false),
                    unknown_products = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submissions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispensers_key",
                table: "dispensers",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_drugs_qualifier_code",
                table: "drugs",
                columns: new[] { "qualifier", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_patient_records_base_key",
                table: "patient_records",
                column: "base_key");

            migrationBuilder.CreateIndex(
                name: "ix_patient_records_key",
                table: "patient_records",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_patient_records_patient_id",
                table: "patient_records",
                column: "patient_id");

            migrationBuilder.CreateIndex(
                name: "ix_prescriber_sites_key",
                table: "prescriber_sites",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_prescribers_key",
                table: "prescribers",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_submissions_content_hash",
                table: "submissions",
                column: "content_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispensation_keys");

            migrationBuilder.DropTable(
                name: "dispensations");

            migrationBuilder.DropTable(
                name: "dispensers");

            migrationBuilder.DropTable(
                name: "drugs");

            migrationBuilder.DropTable(
                name: "patient_records");

            migrationBuilder.DropTable(
                name: "patients");

            migrationBuilder.DropTable(
                name: "patients_to_judge");

            migrationBuilder.DropTable(
                name: "prescriber_sites");

            migrationBuilder.DropTable(
                name: "prescribers");

            migrationBuilder.DropTable(
                name: "submission_errors");

            migrationBuilder.DropTable(
                name: "submissions");
        }
    }
}
