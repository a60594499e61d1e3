using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>
/// Gathers cases told as tables (the columns of <see cref="History"/>) into one dispensation CSV, each case its own person,
/// prescribers and dispensers, moved in time so that all of them are judged on one day.
/// </summary>
/// <param name="asOf">The day on which every case is judged.</param>
public sealed class CaseFile(DateOnly asOf)
{
    private static readonly DateOnly DayZero = new(2025, 1, 1);

    private readonly List<CsvRow> _rows = [];
    private readonly Dictionary<string, string> _last = [];
    private readonly List<string> _providers = [];

    /// <summary>The whole file: header and rows.</summary>
    public string Text => CsvRow.File(_rows);

    public int Records => _rows.Count;

    /// <summary>Adds a person's fills.</summary>
    /// <param name="person">Names the case; a last name of its own is made from it.</param>
    /// <param name="judgedOn">Day of the table on which it is judged: a day number or a date.</param>
    /// <param name="among">Cases with the same word share prescribers and dispensers.</param>
    public void Add(string person, string judgedOn, string table, string? among = null)
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].Split('|', StringSplitOptions.TrimEntries);
        var ahead = asOf.DayNumber - new HistoryLine(["judged"], judgedOn).Day("judged", DayZero)!.Value.DayNumber;
        _last[person] = LastName(_last.Count);
        foreach (var line in lines.Skip(1))
        {
            _rows.Add(Row(person, among ?? person, ahead, new HistoryLine(columns, line)));
        }
    }

    /// <summary>Pharmacy, prescription number and date filled of a case's first record.</summary>
    public (string Pharmacy, string Rx, string Filled) FirstRecordOf(string person)
    {
        var row = _rows.First(r => r["patient_last_name"] == _last[person]);
        return (row["pharmacy_dea"], row["rx_number"], row["date_filled"]);
    }

    private CsvRow Row(string person, string among, int ahead, HistoryLine line)
    {
        string Day(string column) =>
            line.Day(column, DayZero)?.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

        var prescriber = Provider($"{among}/{line.Text("prescriber", "A")}");
        var practice = Provider($"{among}/{line.Text("practice", line.Text("prescriber", "A"))}");
        var dispenser = Provider($"{among}/at {line.Text("dispenser", "P")}");
        var product = Product(line.Text("drug", "clonazepam 1 mg"));
        return CsvRow.Sound
            .With("pharmacy_dea", Dea('F', 'P', dispenser))
            .With("pharmacy_npi", "")
            .With("pharmacy_name", $"Pharmacy {dispenser}")
            .With("patient_id_qualifier", "")
            .With("patient_id", "")
            .With("patient_last_name", _last[person])
            .With("patient_first_name", $"P{_last[person]}")
            .With("patient_birth_date", new DateOnly(1961 + _last.Count % 40, 1 + _last.Count % 12, 7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .With("patient_address", $"{10 + _last.Count} {_last[person]} Street")
            .With("patient_phone", string.Create(CultureInfo.InvariantCulture, $"651555{_last.Count:0000}"))
            .With("patient_zip", line.Text("zip", "55401"))
            .With("patient_location", line.Context().HasFlag(FillContext.Hospice) ? "11" : "01")
            .Rx(line.Text("rx", $"{500_000 + 7 * _rows.Count}"))
            .With("date_written", line.Day("written", DayZero) is null ? Day("filled") : Day("written"))
            .With("date_filled", Day("filled"))
            .With("date_sold", Day("sold"))
            .With("refill_number", line.Text("fill", "0"))
            .With("refills_authorized", line.Text("refills", "0"))
            .With("ndc", product.Ndc.ToString())
            .With("quantity", line.Text("qty", "30"))
            .With("days_supply", line.Text("days", "30"))
            .With("payment_type", line.Text("pay", "insurance") == "cash" ? "01" : "04")
            .With("prescriber_npi", "")
            .With("prescriber_dea", line.Text("dea", Dea('B', LastName(prescriber)[0], prescriber)))
            .With("prescriber_last_name", LastName(prescriber))
            .With("prescriber_address", $"{practice} Clinic Road")
            .With("prescriber_zip", "55401")
            .With("prescriber_phone", string.Create(CultureInfo.InvariantCulture, $"612555{practice:0000}"));
    }

    private int Provider(string name)
    {
        var number = _providers.IndexOf(name);
        if (number < 0)
        {
            number = _providers.Count;
            _providers.Add(name);
        }

        return number;
    }

    private static Drug Product(string name) =>
        DrugCatalog.Shipped.Products.First(p => $"{p.Ingredient!.Name} {p.StrengthMg.ToString(CultureInfo.InvariantCulture)} mg" == name);

    /// <summary>Names that no comparison takes for one another: three letters, each said four times.</summary>
    private static string LastName(int number) =>
        new([.. new[] { number / 676 % 26, number / 26 % 26, number % 26 }.SelectMany(i => Enumerable.Repeat((char)('A' + i), 4))]);

    /// <summary>A number whose check digit fits.</summary>
    private static string Dea(char kind, char initial, int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{400_000 + number}");
        var sum = digits.Select((digit, i) => (digit - '0') * (1 + i % 2)).Sum();
        return $"{kind}{initial}{digits}{sum % 10}";
    }
}
