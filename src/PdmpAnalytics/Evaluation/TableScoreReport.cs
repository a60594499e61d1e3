using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PdmpAnalytics.Evaluation;

/// <summary>What `model score` found, for people and for programs.</summary>
public sealed record TableScoreReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public required int Rows { get; init; }

    /// <summary>Columns that were scored.</summary>
    public required int Features { get; init; }

    /// <summary>Rows whose label is known; 0 without a label.</summary>
    public required int Labelled { get; init; }

    /// <summary>Rows to be found.</summary>
    public required int Positives { get; init; }

    /// <summary>Null where the labelled rows are not of both kinds.</summary>
    public required double? RocAuc { get; init; }

    /// <inheritdoc cref="RocAuc"/>
    public required double? AveragePrecision { get; init; }

    /// <inheritdoc cref="LabelledTable.IgnoredColumns"/>
    public required IReadOnlyList<int> IgnoredColumns { get; init; }

    /// <inheritdoc cref="LabelledTable.MissingCells"/>
    public required long MissingCells { get; init; }

    /// <summary>Compares scores with the labels of the table they are from; rows without a label do not take part.</summary>
    public static TableScoreReport Of(LabelledTable file, ReadOnlySpan<double> scores)
    {
        var known = new List<double>();
        var unusual = new List<bool>();
        for (var row = 0; file.Unusual is not null && row < scores.Length; row++)
        {
            if (file.Unusual[row] is { } isUnusual)
            {
                known.Add(scores[row]);
                unusual.Add(isUnusual);
            }
        }

        double[] ranked = [.. known];
        bool[] positive = [.. unusual];
        var area = RocCurve.Area(ranked, positive);
        return new TableScoreReport
        {
            Rows = file.Table.Rows,
            Features = file.Table.Width,
            Labelled = positive.Length,
            Positives = positive.Count(p => p),
            RocAuc = area,
            AveragePrecision = area is null ? null : RankingQuality.Of(ranked, positive).AveragePrecision,
            IgnoredColumns = file.IgnoredColumns,
            MissingCells = file.MissingCells,
        };
    }

    /// <summary><c>{"rows","features","roc_auc","average_precision","seconds","labelled","positives","missing_cells","ignored_columns"}</c>.</summary>
    /// <param name="seconds">What reading and scoring took.</param>
    public string ToJson(double seconds) => new JsonObject
    {
        ["rows"] = Rows,
        ["features"] = Features,
        ["roc_auc"] = RocAuc,
        ["average_precision"] = AveragePrecision,
        ["seconds"] = Math.Round(seconds, 3),
        ["labelled"] = Labelled,
        ["positives"] = Positives,
        ["missing_cells"] = MissingCells,
        ["ignored_columns"] = new JsonArray([.. IgnoredColumns.Select(c => (JsonNode)c)]),
    }.ToJsonString(Indented);

    /// <summary>Lines end in LF.</summary>
    public string ToText(double seconds)
    {
        var text = new StringBuilder();
        Line(text, $"{Rows:N0} rows, {Features} columns, {MissingCells:N0} cells missing; {seconds:F1} s");
        if (RocAuc is { } area && AveragePrecision is { } precision)
        {
            Line(text, $"{Positives:N0} of {Labelled:N0} labelled rows to be found: ROC AUC {area:F4}, average precision {precision:F4}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
