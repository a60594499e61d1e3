namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>
/// A row of a dispensation CSV with harmless values, to be changed column by column:
/// <c>CsvRow.Sound.With("quantity", "45")</c>. Invented people, numbers that pass their checks.
/// </summary>
public sealed record CsvRow
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private CsvRow(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>Clonazepam 1 mg, 60 for 30 days, filled on 2025-01-10.</summary>
    public static CsvRow Sound { get; } = new(new Dictionary<string, string>
    {
        ["report_status"] = "00",
        ["pharmacy_dea"] = "FP1234563",
        ["pharmacy_npi"] = "1234567893",
        ["pharmacy_name"] = "Sample Pharmacy 1",
        ["pharmacy_zip"] = "55401",
        ["patient_id_qualifier"] = "06",
        ["patient_id"] = "D100200300",
        ["patient_last_name"] = "TESTPATIENT",
        ["patient_first_name"] = "ALICE",
        ["patient_birth_date"] = "1980-02-14",
        ["patient_gender"] = "F",
        ["patient_address"] = "12 Oak Ave",
        ["patient_city"] = "Anytown",
        ["patient_state"] = "MN",
        ["patient_zip"] = "55402",
        ["patient_phone"] = "6125550100",
        ["rx_number"] = "700101",
        ["date_written"] = "2025-01-10",
        ["refills_authorized"] = "2",
        ["date_filled"] = "2025-01-10",
        ["refill_number"] = "0",
        ["ndc"] = "00093083301",
        ["quantity"] = "60",
        ["days_supply"] = "30",
        ["payment_type"] = "04",
        ["prescriber_npi"] = "1000000012",
        ["prescriber_dea"] = "BS2048711",
        ["prescriber_last_name"] = "SMITH",
        ["prescriber_first_name"] = "JORDAN",
    });

    public IEnumerable<string> Columns => _values.Keys;

    public string this[string column] => _values.GetValueOrDefault(column, "");

    public CsvRow With(string column, string value) => new(new Dictionary<string, string>(_values) { [column] = value });

    /// <summary>Another prescription of the same patient.</summary>
    public CsvRow Rx(string number) => With("rx_number", number);

    /// <summary>The file of some rows: a header with every column any of them has, then the rows.</summary>
    public static string File(params IReadOnlyList<CsvRow> rows)
    {
        var columns = rows.SelectMany(row => row.Columns).Distinct().ToList();
        var lines = rows.Select(row => string.Join(',', columns.Select(column => Quoted(row[column]))));
        return string.Join('\n', lines.Prepend(string.Join(',', columns))) + "\n";
    }

    private static string Quoted(string value) => value.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? value
        : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
