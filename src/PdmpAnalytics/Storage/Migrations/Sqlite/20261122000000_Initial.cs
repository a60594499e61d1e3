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
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    subject_id = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    queue = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    hold = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    severity = table.Column<byte>(type: "INTEGER", nullable: false),
                    priority = table.Column<double>(type: "REAL", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    finding_count = table.Column<int>(type: "INTEGER", nullable: false),
                    evidence_count = table.Column<int>(type: "INTEGER", nullable: false),
                    anomaly = table.Column<double>(type: "REAL", nullable: true),
                    anomaly_percentile = table.Column<double>(type: "REAL", nullable: true),
                    risk_probability = table.Column<double>(type: "REAL", nullable: true),
                    score_parts = table.Column<string>(type: "TEXT", nullable: false),
                    exemptions = table.Column<ushort>(type: "INTEGER", nullable: false),
                    identity_confidence = table.Column<double>(type: "REAL", nullable: false),
                    as_of = table.Column<int>(type: "INTEGER", nullable: false),
                    raised_on = table.Column<int>(type: "INTEGER", nullable: false),
                    disposition = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    state_reason = table.Column<string>(type: "TEXT", nullable: false),
                    fingerprint = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_events",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_events", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "conversion_factors",
                columns: table => new
                {
                    ingredient = table.Column<string>(type: "TEXT", nullable: false),
                    factor_set = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    factor = table.Column<double>(type: "REAL", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversion_factors", x => new { x.ingredient, x.factor_set, x.kind });
                });

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
                    patient_age = table.Column<short>(type: "INTEGER", nullable: false),
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
                name: "patients_due",
                columns: table => new
                {
                    patient_id = table.Column<long>(type: "INTEGER", nullable: false),
                    due_on = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patients_due", x => x.patient_id);
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
                name: "population_tables",
                columns: table => new
                {
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    as_of = table.Column<int>(type: "INTEGER", nullable: false),
                    patients = table.Column<int>(type: "INTEGER", nullable: false),
                    patients_in_store = table.Column<long>(type: "INTEGER", nullable: false),
                    feature_version = table.Column<int>(type: "INTEGER", nullable: false),
                    figures = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_population_tables", x => x.version);
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
                name: "registry_prescribers",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    npi = table.Column<string>(type: "TEXT", nullable: false),
                    dea = table.Column<string>(type: "TEXT", nullable: false),
                    taxonomy = table.Column<string>(type: "TEXT", nullable: false),
                    organisation = table.Column<string>(type: "TEXT", nullable: false),
                    group_id = table.Column<string>(type: "TEXT", nullable: false),
                    address_key = table.Column<string>(type: "TEXT", nullable: false),
                    zip = table.Column<int>(type: "INTEGER", nullable: false),
                    phone = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registry_prescribers", x => x.id);
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
                    unknown_products = table.Column<long>(type: "INTEGER", nullable: false),
                    last_dispensation_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submissions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "zip_centroids",
                columns: table => new
                {
                    zip = table.Column<int>(type: "INTEGER", nullable: false),
                    latitude = table.Column<double>(type: "REAL", nullable: false),
                    longitude = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_zip_centroids", x => x.zip);
                });

            migrationBuilder.CreateTable(
                name: "alert_findings",
                columns: table => new
                {
                    alert_id = table.Column<long>(type: "INTEGER", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    rule_id = table.Column<string>(type: "TEXT", nullable: false),
                    rule_name = table.Column<string>(type: "TEXT", nullable: false),
                    rule_version = table.Column<int>(type: "INTEGER", nullable: false),
                    scope = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    severity = table.Column<byte>(type: "INTEGER", nullable: false),
                    queue = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    first_day = table.Column<int>(type: "INTEGER", nullable: false),
                    last_day = table.Column<int>(type: "INTEGER", nullable: false),
                    peak_day = table.Column<int>(type: "INTEGER", nullable: false),
                    look_back_days = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    silent_if = table.Column<string>(type: "TEXT", nullable: false),
                    citation = table.Column<string>(type: "TEXT", nullable: false),
                    thresholds = table.Column<string>(type: "TEXT", nullable: false),
                    exempt_by = table.Column<ushort>(type: "INTEGER", nullable: false),
                    notes = table.Column<string>(type: "TEXT", nullable: false),
                    measured = table.Column<string>(type: "TEXT", nullable: false),
                    evidence = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_findings", x => new { x.alert_id, x.position });
                    table.ForeignKey(
                        name: "fk_alert_findings_alerts_alert_id",
                        column: x => x.alert_id,
                        principalTable: "alerts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "review_decisions",
                columns: table => new
                {
                    alert_id = table.Column<long>(type: "INTEGER", nullable: false),
                    alert_version = table.Column<int>(type: "INTEGER", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: false),
                    from_state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    to_state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    disposition = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    severity = table.Column<byte>(type: "INTEGER", nullable: false),
                    priority = table.Column<double>(type: "REAL", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_review_decisions", x => new { x.alert_id, x.alert_version });
                    table.ForeignKey(
                        name: "fk_review_decisions_alerts_alert_id",
                        column: x => x.alert_id,
                        principalTable: "alerts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_subject_kind_subject_id",
                table: "alerts",
                columns: new[] { "subject_kind", "subject_id" },
                unique: true);

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
                name: "ix_patients_due_due_on",
                table: "patients_due",
                column: "due_on");

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
                name: "ix_registry_prescribers_dea",
                table: "registry_prescribers",
                column: "dea");

            migrationBuilder.CreateIndex(
                name: "ix_registry_prescribers_npi",
                table: "registry_prescribers",
                column: "npi");

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
                name: "alert_findings");

            migrationBuilder.DropTable(
                name: "audit_events");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "conversion_factors");

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
                name: "patients_due");

            migrationBuilder.DropTable(
                name: "patients_to_judge");

            migrationBuilder.DropTable(
                name: "population_tables");

            migrationBuilder.DropTable(
                name: "prescriber_sites");

            migrationBuilder.DropTable(
                name: "prescribers");

            migrationBuilder.DropTable(
                name: "registry_prescribers");

            migrationBuilder.DropTable(
                name: "review_decisions");

            migrationBuilder.DropTable(
                name: "submission_errors");

            migrationBuilder.DropTable(
                name: "submissions");

            migrationBuilder.DropTable(
                name: "zip_centroids");

            migrationBuilder.DropTable(
                name: "alerts");
        }
    }
}
