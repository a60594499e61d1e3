namespace PdmpAnalytics.Ingestion;

/// <summary>Names of the fields in files and reports.</summary>
internal static class SubmittedFields
{
    private static readonly string[] Columns =
    [
        "", "report_status", "pharmacy_dea", "pharmacy_npi", "pharmacy_ncpdp", "pharmacy_name", "pharmacy_city", "pharmacy_state",
        "pharmacy_zip", "pharmacy_chain", "pharmacy_type", "mail_order", "patient_id_qualifier", "patient_id", "patient_last_name",
        "patient_first_name", "patient_middle_name", "patient_suffix", "patient_address", "patient_city", "patient_state",
        "patient_zip", "patient_phone", "patient_birth_date", "patient_gender", "species", "patient_location", "rx_number",
        "date_written", "refills_authorized", "date_filled", "refill_number", "product_id_qualifier", "ndc", "quantity",
        "days_supply", "dosage_units", "transmission_form", "partial_fill", "payment_type", "date_sold", "quantity_prescribed",
        "treatment_type", "diagnosis_code", "discount_card", "prescriber_npi", "prescriber_dea", "prescriber_dea_suffix",
        "prescriber_last_name", "prescriber_first_name", "prescriber_phone", "prescriber_address", "prescriber_zip",
        "prescriber_state", "blank_serial_state", "blank_serial",
        "ingredients",
    ];

    private static readonly string[] Elements =
    [
        "", "DSP01", "PHA03", "PHA01", "PHA02", "PHA04", "PHA07", "PHA08", "PHA09", "PHA12", "PHA14", "PHA15", "PAT02", "PAT03",
        "PAT07", "PAT08", "PAT09", "PAT11", "PAT12", "PAT14", "PAT15", "PAT16", "PAT17", "PAT18", "PAT19", "PAT20", "PAT21",
        "DSP02", "DSP03", "DSP04", "DSP05", "DSP06", "DSP07", "DSP08", "DSP09", "DSP10", "DSP11", "DSP12", "DSP13", "DSP16",
        "DSP17", "DSP22", "DSP24", "DSP25", "DSP31", "PRE01", "PRE02", "PRE03", "PRE05", "PRE06", "PRE08", "PRE11", "PRE15",
        "PRE14", "AIR01", "AIR02", "CDI",
    ];

    private static readonly Dictionary<string, SubmittedField> ByColumn = Columns
        .Select((name, index) => (name, field: (SubmittedField)index))
        .Where(pair => pair.field is not (SubmittedField.None or SubmittedField.Ingredients))
        .ToDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, SubmittedField> ByElement = Elements
        .Select((name, index) => (name, field: (SubmittedField)index))
        .Skip(1)
        .ToDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    /// <summary>Arrays by field have this length.</summary>
    public static int Count => Columns.Length;

    /// <summary>Column of the dispensation CSV; empty for <see cref="SubmittedField.None"/>.</summary>
    public static string Column(this SubmittedField field) => Columns[(int)field];

    /// <summary>ASAP element, e.g. <c>DSP05</c>; empty for <see cref="SubmittedField.None"/>.</summary>
    public static string Element(this SubmittedField field) => Elements[(int)field];

    /// <summary>The field of a column name, case and blanks around it ignored.</summary>
    public static bool TryParse(string column, out SubmittedField field) => ByColumn.TryGetValue(column.Trim(), out field);

    /// <summary>The field of a column name or an ASAP element, case and blanks around it ignored.</summary>
    public static bool TryParseName(string name, out SubmittedField field) =>
        TryParse(name, out field) || ByElement.TryGetValue(name.Trim(), out field);
}
