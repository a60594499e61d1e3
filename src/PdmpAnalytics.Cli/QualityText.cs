using System.Globalization;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

/// <summary>The data-quality scorecard for people: a line a pharmacy, or one pharmacy month by month.</summary>
internal static class QualityText
{
    private const int CodesShown = 3;

    public static void Write(Terminal terminal, IReadOnlyList<DataQuality> scorecards, bool inDetail)
    {
        if (scorecards.Count == 0)
        {
            terminal.Note("No pharmacy has sent records in these months.");
        }
        else if (inDetail)
        {
            foreach (var scorecard in scorecards)
            {
                WriteDetail(terminal, scorecard);
            }
        }
        else
        {
            WriteList(terminal, scorecards);
        }
    }

    private static void WriteList(Terminal terminal, IReadOnlyList<DataQuality> scorecards)
    {
        var grid = new Grid(
            new("pharmacy"), new("name"), new("records", Right: true), new("faulty", Right: true), new("trend"), new("rejected", Right: true),
            new("revised", Right: true), new("voided", Right: true), new("delay", Right: true), new("most frequent codes"));
        foreach (var scorecard in scorecards)
        {
            var total = scorecard.Total;
            var measures = QualityMeasures.Of(total).ToDictionary(m => m.Name);
            grid.Add(
                new(scorecard.Dispenser.Number, "bold"),
                scorecard.Dispenser.Name,
                Number(total.Records),
                Percent(measures["faulty"].Share),
                Trend(scorecard.Trend),
                Percent(measures["rejected"].Share),
                Percent(measures["revised"].Share),
                Percent(measures["voided"].Share),
                Days(total.MeanDelayDays),
                string.Join(", ", QualityMeasures.ByCode(total).Take(CodesShown).Select(m => $"{m.Name} {Percent(m.Share)}")));
        }

        grid.WriteTo(terminal);
        terminal.Note("Worst first. Trend: faulty records in the last complete month against the months before; blank: too few to tell.");
        terminal.Note("pdmp submissions quality --dispenser NUMBER shows one in full, submissions errors --dispenser NUMBER what to correct.");
    }

    private static void WriteDetail(Terminal terminal, DataQuality scorecard)
    {
        terminal.Data.WriteLine($"{scorecard.Dispenser.Number}  {scorecard.Dispenser.Name}  {Words(scorecard.Trend)}");
        var months = scorecard.Months.TakeLast(12).ToList();
        var grid = new Grid(
        [
            new("measure"),
            .. months.Select(m => new Grid.Column(m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Right: true)),
            new("all", Right: true), new("meaning"),
        ]);
        Row("records", "", m => Number(m.Records));
        Row("delay", "days from fill to receipt, mean", m => Days(m.MeanDelayDays));
        Measures(QualityMeasures.Of, _ => "");
        Measures(QualityMeasures.Missing, _ => "of new records");
        foreach (var (code, _) in scorecard.Total.ByCode)
        {
            Row(code.Text(), SubmissionErrors.Of(code).Advice, m => m.Records > 0 ? Percent((double)m[code] / m.Records) : "");
        }

        grid.WriteTo(terminal);

        void Measures(Func<QualityMonth, IEnumerable<QualityMeasure>> of, Func<QualityMeasure, string> meaning)
        {
            foreach (var (index, measure) in of(scorecard.Total).Index())
            {
                Row(measure.Name.Replace('_', ' '), meaning(measure), m => Percent(of(m).ElementAt(index).Share));
            }
        }

        void Row(string name, string meaning, Func<QualityMonth, string> value) =>
            grid.Add([name, .. months.Select(m => (Grid.Cell)value(m)), new(value(scorecard.Total), "bold"), new(meaning, "grey")]);
    }

    private static Grid.Cell Trend(QualityTrend trend) => trend switch
    {
        QualityTrend.Unknown => "",
        QualityTrend.Better => new Grid.Cell("↓ better", "green"),
        QualityTrend.Same => new Grid.Cell("→ same", "grey"),
        QualityTrend.Worse => new Grid.Cell("↑ worse", "red"),
    };

    private static string Words(QualityTrend trend) => trend switch
    {
        QualityTrend.Unknown => "(too few records to tell a trend)",
        QualityTrend.Better => "(fewer faulty records than before)",
        QualityTrend.Same => "(as before)",
        QualityTrend.Worse => "(more faulty records than before)",
    };

    private static string Percent(double? share) => share is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";

    private static string Days(double? days) => days is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) : "";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
