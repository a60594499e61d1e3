using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;

namespace PdmpAnalytics.Ingestion;

/// <summary>Writes what is known of dispensers as submitters, for other programs. UTF-8 with LF line ends; formulas are made harmless.</summary>
public static class DispenserExport
{
    private static readonly CsvWriterOptions CsvOptions = new() { NewLine = "\n", Injection = CsvInjection.Escape };

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>One row a dispenser.</summary>
    public static async Task WriteCsvAsync(TextWriter writer, IEnumerable<DispenserCoverage> coverages)
    {
        await using var csv = CsvWriter.Create(writer, CsvOptions, leaveOpen: true);
        csv.WriteHeader(["pharmacy", "pharmacy_name", "state", "data_through", "business_days_behind", "expected_business_days", "last_received_at"]);
        foreach (var coverage in coverages)
        {
            csv.WriteField(coverage.Dispenser.Number);
            csv.WriteField(coverage.Dispenser.Name);
            csv.WriteField(Name(coverage.Punctuality));
            csv.WriteField(coverage.DataThrough?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            csv.WriteField(coverage.DaysBehind);
            csv.WriteField(coverage.ExpectedDays);
            csv.WriteField(coverage.LastReceivedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            csv.EndRecord();
        }
    }

    /// <summary>One row a dispenser, month and measure; the month <c>all</c> is all of them together.</summary>
    public static async Task WriteCsvAsync(TextWriter writer, IEnumerable<DataQuality> scorecards)
    {
        await using var csv = CsvWriter.Create(writer, CsvOptions, leaveOpen: true);
        csv.WriteHeader(["pharmacy", "pharmacy_name", "trend", "month", "measure", "count", "of", "share"]);
        foreach (var scorecard in scorecards)
        {
            WriteRows(csv, scorecard, scorecard.Total, "all");
            foreach (var month in scorecard.Months)
            {
                WriteRows(csv, scorecard, month, month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
            }
        }
    }

    public static string Json(IEnumerable<DispenserCoverage> coverages) => JsonSerializer.Serialize(
        coverages.Select(c => new
        {
            Pharmacy = c.Dispenser.Number,
            PharmacyName = c.Dispenser.Name,
            State = Name(c.Punctuality),
            c.DataThrough,
            BusinessDaysBehind = c.DaysBehind,
            ExpectedBusinessDays = c.ExpectedDays,
            c.LastReceivedAt,
        }),
        JsonOptions);

    public static string Json(IEnumerable<DataQuality> scorecards) => JsonSerializer.Serialize(
        scorecards.Select(s => new
        {
            Pharmacy = s.Dispenser.Number,
            PharmacyName = s.Dispenser.Name,
            Trend = Name(s.Trend),
            Total = Of(s.Total, null),
            Months = s.Months.Select(m => Of(m, m.Month)),
        }),
        JsonOptions);

    /// <summary>A state in lower case, as programs read it.</summary>
    public static string Name(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void WriteRows(CsvWriter csv, DataQuality scorecard, QualityMonth month, string name)
    {
        var delay = new QualityMeasure("delay_days", month[QualityFigure.DelayDays], month[QualityFigure.DelayRecords]);
        foreach (var measure in QualityMeasures.Of(month).Append(delay).Concat(QualityMeasures.Missing(month)).Concat(QualityMeasures.ByCode(month)))
        {
            csv.WriteField(scorecard.Dispenser.Number);
            csv.WriteField(scorecard.Dispenser.Name);
            csv.WriteField(Name(scorecard.Trend));
            csv.WriteField(name);
            csv.WriteField(measure.Name);
            csv.WriteField(measure.Count);
            csv.WriteField(measure.Of);
            csv.WriteField(measure.Share, "0.####");
            csv.EndRecord();
        }
    }

    private static object Of(QualityMonth figures, DateOnly? month) => new
    {
        Month = month,
        figures.Records,
        Loaded = figures[QualityFigure.Loaded],
        MeanDelayDays = figures.MeanDelayDays is { } days ? Math.Round(days, 2) : (double?)null,
        Measures = Shares(QualityMeasures.Of(figures)),
        MissingFields = Shares(QualityMeasures.Missing(figures)),
        ByCode = Shares(QualityMeasures.ByCode(figures)),
    };

    private static Dictionary<string, object> Shares(IEnumerable<QualityMeasure> measures) => measures.ToDictionary(
        m => m.Name,
        m => (object)new { m.Count, m.Of, Share = m.Share is { } share ? Math.Round(share, 4) : (double?)null });
}
