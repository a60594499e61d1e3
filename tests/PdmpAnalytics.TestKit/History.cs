using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>
/// One patient's dispensations from a text table, for specs. Columns in any order, all optional but <c>filled</c> and
/// <c>drug</c>; defaults are harmless. <c>filled</c>, <c>sold</c> and <c>written</c> are dates or day numbers counted from
/// 2025-01-01 as day 0; <c>drug</c> is an ingredient and a strength in mg (<c>clonazepam 1 mg</c>) or <c>unknown</c>; a
/// practice is its prescriber's own unless named; the prescriber <c>no-number</c> has no DEA number; a dispenser stands for
/// itself unless a <c>group</c> is named. Everyone is in Minneapolis (55401) unless a ZIP says otherwise; <c>context</c>
/// Veterinary is an animal's fill.
/// </summary>
public sealed class History
{
    private static readonly DateOnly DayZero = new(2025, 1, 1);
    private readonly HistoryNames _names = new();

    private History(IReadOnlyList<DispensationRow> rows) => Rows = rows;

    /// <summary>In the order of the table.</summary>
    public IReadOnlyList<DispensationRow> Rows { get; private set; }

    public DispensingReference Reference { get; private set; } = null!;

    /// <summary>Day <paramref name="day"/> of a table whose dates are numbers.</summary>
    public static DateOnly Day(int day) => DayZero.AddDays(day);

    /// <param name="equivalents">Editions that doses are computed by; null for the defaults.</param>
    public static History Of(string table, Equivalents? equivalents = null)
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].Split('|', StringSplitOptions.TrimEntries);
        var history = new History([]);
        history.Rows = [.. lines.Skip(1).Select((line, i) => history.Row(new HistoryLine(columns, line), i + 1))];
        history.Reference = history._names.Reference(equivalents ?? Equivalents.Default);
        return history;
    }

    /// <summary>The same dispensations loaded for judging on a day.</summary>
    public DispensingHistory AsOf(DateOnly asOf) => Load(Rows, asOf);

    /// <inheritdoc cref="AsOf(DateOnly)"/>
    public DispensingHistory AsOf(string asOf) => AsOf(DateOnly.ParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <inheritdoc cref="AsOf(DateOnly)"/>
    public DispensingHistory AsOf(int day) => AsOf(Day(day));

    /// <summary>Rows in another order or another choice of them.</summary>
    public DispensingHistory Load(IEnumerable<DispensationRow> rows, DateOnly asOf)
    {
        var history = new DispensingHistory();
        history.Load(rows.ToArray(), Reference, asOf);
        return history;
    }

    private DispensationRow Row(HistoryLine line, int number)
    {
        var filled = line.Day("filled", DayZero) ?? throw new FormatException("A row needs a date filled.");
        var prescriber = line.Text("prescriber", "A");
        return new DispensationRow
        {
            PatientId = 1,
            DispensationId = number,
            DrugId = _names.Drug(line.Text("drug", "unknown")),
            DispenserId = _names.Dispenser(
                line.Text("dispenser", "P"), line.Text("group", ""), (int)line.Number("dispenser_zip", 55401), line.Text("mail", "") == "yes"),
            PrescriberSiteId = _names.Site(prescriber, line.Text("practice", prescriber), (int)line.Number("prescriber_zip", 55401)),
            FilledDay = filled.DayNumber,
            SoldDay = line.Day("sold", DayZero)?.DayNumber ?? 0,
            WrittenDay = (line.Day("written", DayZero) ?? filled).DayNumber,
            Quantity = line.Number("qty", 30),
            DaysSupply = (short)line.Number("days", 30),
            FillNumber = (short)line.Number("fill", 0),
            PartialFill = (byte)line.Number("part", 0),
            Payment = line.Payment(),
            TransmissionForm = (byte)line.Number("form", 5),
            Context = line.Context(),
            Quality = line.Quality(),
            PatientZip = (int)line.Number("zip", 55401),
            PatientAge = (short)line.Number("age", 45),
            RxKey = line.Text("rx", "") is { Length: > 0 } rx ? HistoryNames.Key(rx) : 1_000_000 + number,
        };
    }
}
