using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PdmpAnalytics.Evaluation;

/// <summary>Quality of one way to rank people.</summary>
/// <param name="Name"><see cref="DetectionEvaluator.ProductName"/> or a published definition's name.</param>
public sealed record MethodQuality(string Name, RankingQuality Quality);

/// <summary>How one kind of life fared with the product.</summary>
/// <param name="AmongFirst">Expected number of its people among the first K; fractions where K cuts equal scores.</param>
public sealed record ArchetypeQuality(string Archetype, bool Misuse, int Patients, double AmongFirst)
{
    /// <summary>Misuse: recall at K. Innocent: share that would be reviewed in vain.</summary>
    public double Share => Patients == 0 ? 0 : AmongFirst / Patients;
}

/// <summary>What `evaluate` found, for people and for programs.</summary>
public sealed record EvaluationReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public required int Patients { get; init; }

    /// <summary>The product first, then the published definitions on the same data.</summary>
    public required IReadOnlyList<MethodQuality> Methods { get; init; }

    /// <summary>Misuse first, then innocent lives, by name.</summary>
    public required IReadOnlyList<ArchetypeQuality> Archetypes { get; init; }
    public required LinkageQuality Linkage { get; init; }

    /// <summary>
    /// <c>{"methods":{NAME:{"average_precision","precision_at_k","k"}},"recall_by_archetype":{NAME:share},
    /// "false_alarms_by_archetype":{NAME:{"patients","among_first_k"}},"linkage":{...}}</c>; figures have six decimals.
    /// </summary>
    public string ToJson()
    {
        var methods = new JsonObject();
        foreach (var method in Methods)
        {
            methods.Add(method.Name, new JsonObject
            {
                ["average_precision"] = Rounded(method.Quality.AveragePrecision),
                ["precision_at_k"] = Rounded(method.Quality.PrecisionAtK),
                ["k"] = method.Quality.K,
            });
        }

        var recall = new JsonObject();
        var alarms = new JsonObject();
        foreach (var kind in Archetypes)
        {
            if (kind.Misuse)
            {
                recall.Add(kind.Archetype, Rounded(kind.Share));
            }
            else
            {
                alarms.Add(kind.Archetype, new JsonObject { ["patients"] = kind.Patients, ["among_first_k"] = Rounded(kind.AmongFirst) });
            }
        }

        return new JsonObject
        {
            ["patients"] = Patients,
            ["methods"] = methods,
            ["recall_by_archetype"] = recall,
            ["false_alarms_by_archetype"] = alarms,
            ["linkage"] = new JsonObject
            {
                ["records"] = Linkage.Records,
                ["missing"] = Linkage.Missing,
                ["true_pairs"] = Linkage.TruePairs,
                ["precision"] = Rounded(Linkage.Precision),
                ["recall"] = Rounded(Linkage.Recall),
                ["f1"] = Rounded(Linkage.F1),
            },
        }.ToJsonString(Indented);
    }

    /// <summary>Three tables for a terminal or a log, lines ended by LF.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line(text, $"{"method",-24} {"avg precision",13} {"precision@K",12} {"K",6}");
        foreach (var (name, quality) in Methods)
        {
            Line(text, $"{name,-24} {quality.AveragePrecision,13:F3} {quality.PrecisionAtK,12:F3} {quality.K,6}");
        }

        Line(text, $"\n{"misuse pattern",-32} {"patients",8} {"among first K",14} {"recall",7}");
        foreach (var kind in Archetypes.Where(a => a.Misuse))
        {
            Line(text, $"{kind.Archetype,-32} {kind.Patients,8} {kind.AmongFirst,14:F1} {kind.Share,7:P0}");
        }

        Line(text, $"\n{"innocent pattern",-32} {"patients",8} {"among first K",14} {"share",7}");
        foreach (var kind in Archetypes.Where(a => !a.Misuse).OrderByDescending(a => a.AmongFirst).ThenBy(a => a.Archetype, StringComparer.Ordinal))
        {
            Line(text, $"{kind.Archetype,-32} {kind.Patients,8} {kind.AmongFirst,14:F1} {kind.Share,7:P1}");
        }

        Line(text, $"\nlinkage over {Linkage.Records} records ({Linkage.Missing} not in the database): precision {Linkage.Precision:F4}, recall {Linkage.Recall:F4}, F1 {Linkage.F1:F4}");
        return text.ToString();
    }

    private static double Rounded(double value) => Math.Round(value, 6);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
