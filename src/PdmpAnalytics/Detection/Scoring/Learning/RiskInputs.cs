using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>One number a learned model weighs.</summary>
/// <param name="Name">A feature's name, <c>severity</c>, <c>notable-rules</c>, or <c>rule-</c> and a rule's id.</param>
/// <param name="Meaning">What it counts, in words a reviewer reads.</param>
/// <param name="Points">What one unit adds to an alert's priority before anything is learned.</param>
/// <param name="Version">Of the feature, or of the rule; from 2 on a part of <see cref="Key"/>.</param>
public sealed record RiskInput(string Name, string Meaning, double Points, int Version = 1)
{
    /// <summary>What stands in the store: another number under the same name must not be taken for this one.</summary>
    public string Key { get; } = Version == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}@{Version}");
}

/// <summary>
/// What a learned model sees of a patient: how surprising each feature is (its tail probability, see
/// <see cref="TailProbabilityEngine"/>), how severe the findings are, and which rules spoke. Every input is stated so that more
/// of it is more unusual. Nothing else is seen: no age, sex, name or payer.
/// </summary>
public static class RiskInputs
{
    /// <summary>Points of priority for one unit of the score, see Review's priority (our choice, 2026-11-22).</summary>
    public const double PointsPerAnomaly = 10;

    /// <summary>Points of priority for one step of severity (our choice, 2026-11-22).</summary>
    public const double PointsPerSeverity = 4;

    /// <summary>Points of priority for each rule with a finding of Medium or above (our choice, 2026-11-22).</summary>
    public const double PointsPerNotableRule = 2.5;

    private static readonly string[] RuleIds = [.. RuleCatalog.Default.All.Select(r => r.Definition.Id)];
    private static readonly Dictionary<string, int> RulePlaces = RuleIds.Index().ToDictionary(r => r.Item, r => FirstRule + r.Index);

    /// <summary>In the order of a vector.</summary>
    public static IReadOnlyList<RiskInput> All { get; } =
    [
        .. PatientFeatures.Definitions.Select((d, i) => new RiskInput(d.Name, d.Meaning, PointsPerAnomaly * TailProbabilityEngine.ShareOf(i), d.Version)),
        new("severity", "the highest severity among the findings, Info 1 to Critical 5", PointsPerSeverity),
        new("notable-rules", "rules with a finding of Medium or above", PointsPerNotableRule),
        .. RuleCatalog.Default.All.Select(r => new RiskInput($"rule-{r.Definition.Id}", $"the finding of {r.Definition.Id}, {r.Definition.Title}: Info 1 to Critical 5, 0 without one", 0, r.Definition.Version)),
    ];

    private static readonly Dictionary<string, int> Places = All.Index().ToDictionary(i => i.Item.Key, i => i.Index);

    /// <summary>Changes whenever an input is added, removed or counted in another way; a model of another list does not fit.</summary>
    public static string Version { get; } = Print();

    /// <summary>The features' version and the start of a hash over the keys.</summary>
    private static string Print()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', All.Select(i => i.Key))));
        return string.Create(CultureInfo.InvariantCulture, $"{PatientFeatures.Version}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}");
    }

    private static int Severity => PatientFeatures.Definitions.Count;

    private static int FirstRule => Severity + 2;

    /// <summary>The vector of a patient.</summary>
    /// <param name="surprises">Of each feature, in the order of <see cref="PatientFeatures.Definitions"/>.</param>
    /// <param name="findings">About this patient.</param>
    public static float[] Of(ReadOnlySpan<double> surprises, IReadOnlyList<RuleFinding> findings)
    {
        var inputs = new float[All.Count];
        for (var f = 0; f < surprises.Length; f++)
        {
            inputs[f] = (float)surprises[f];
        }

        foreach (var finding in findings)
        {
            var severity = (float)finding.Severity;
            inputs[Severity] = Math.Max(inputs[Severity], severity);
            if (RulePlaces.TryGetValue(finding.Rule.Id, out var place))
            {
                inputs[place] = Math.Max(inputs[place], severity);
            }
        }

        inputs[Severity + 1] = findings.Where(f => f.Severity >= Detection.Severity.Medium).Select(f => f.Rule.Id).Distinct().Count();
        return inputs;
    }

    /// <summary>Priority of a vector before anything is learned, without what contexts and uncertain links take off.</summary>
    public static double Points(ReadOnlySpan<float> inputs)
    {
        var points = 0.0;
        for (var i = 0; i < inputs.Length; i++)
        {
            points += All[i].Points * inputs[i];
        }

        return points;
    }

    /// <summary>Text that reads back to the same numbers, four decimals each: <see cref="Version"/>, then <c>key=number</c> of all that are not 0.</summary>
    public static string Write(float[] inputs)
    {
        var text = new StringBuilder(Version, 1024);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $";{All[i].Key}={inputs[i]:0.####}");
            }
        }

        return text.ToString();
    }

    /// <summary>Null for nothing, and for a text that names no inputs, as they were written before the evening of 2026-11-22. What the text does not name is 0; what this list does not know by name and version is left out.</summary>
    public static float[]? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var inputs = new float[All.Count];
        foreach (var part in text.Split(';').Skip(1))
        {
            if (part.Split('=') is not [var key, var number])
            {
                return null;
            }

            if (Places.TryGetValue(key, out var place))
            {
                inputs[place] = float.Parse(number, CultureInfo.InvariantCulture);
            }
        }

        return inputs;
    }

    /// <summary>Whether a text was written by another list of inputs: a 0 read from it may be something nobody counted then.</summary>
    public static bool IsOfAnotherList(string text) => !text.StartsWith(Version + ';', StringComparison.Ordinal) && text != Version;
}
