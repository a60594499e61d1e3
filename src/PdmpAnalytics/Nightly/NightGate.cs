using System.Globalization;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// When a night's data look so broken that nobody should be judged by them before a person looked: pure. What was loaded stays, and
/// the night goes on where it was held once somebody releases it.
/// </summary>
/// <remarks>Limits far beyond those of a remark in the report; all our choice, 2026-11-22.</remarks>
public sealed record NightGate
{
    /// <summary>Share of rejected records, 0 to 1.</summary>
    public double RejectedShare { get; init; } = 0.5;

    /// <summary>So many times beyond <see cref="RowBand"/>, which is wide itself: below a tenth of the usual night of the weekday, or above ten times it.</summary>
    public double RowFactor { get; init; } = 5;

    /// <summary>Five times the index from which a feature is named.</summary>
    public double Stability { get; init; } = 1;

    /// <summary>Below it a day's number of records is chance.</summary>
    public const int FewestRecords = 1000;

    /// <param name="usual">Null while there are too few nights to compare with.</param>
    /// <param name="drift">Null while there is too little to compare.</param>
    /// <returns>Why the night is held, one sentence each; empty when it may go on.</returns>
    public IReadOnlyList<string> Reasons(NightIntake intake, RowBand? usual, FeatureDrift? drift)
    {
        var reasons = new List<string>();
        if (usual is { Most: >= FewestRecords } && (intake.Records * RowFactor < usual.Least || intake.Records > usual.Most * RowFactor))
        {
            reasons.Add(Text($"{intake.Records:N0} records came where nights of this weekday bring {usual.Least:N0} to {usual.Most:N0}."));
        }

        if (intake.Records >= FewestRecords && intake.RejectedShare > RejectedShare)
        {
            reasons.Add(Text($"{intake.RejectedShare:P1} of the records were rejected."));
        }

        if (drift?.Largest > Stability)
        {
            reasons.Add(Text($"Features of tonight's patients are far from those of the nights before: {string.Join(", ", drift.Drifted.Take(3).Select(d => Text($"{d.Feature} {d.Stability:0.00}")))} (stability index)."));
        }

        return reasons;
    }

    /// <summary>Reads settings by name. Refused with every complaint, one a line; none is replaced by a default.</summary>
    public static Result<NightGate> Read(IReadOnlyDictionary<string, string?> settings)
    {
        var (gate, complaints) = (new NightGate(), new List<string>());
        foreach (var (name, text) in settings)
        {
            double? limit = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
            switch (name.ToUpperInvariant())
            {
                case "REJECTEDSHARE" when limit is > 0 and <= 1:
                    gate = gate with { RejectedShare = limit.Value };
                    break;
                case "ROWFACTOR" when limit is >= 1:
                    gate = gate with { RowFactor = limit.Value };
                    break;
                case "STABILITY" when limit is >= FeatureDrift.Warning:
                    gate = gate with { Stability = limit.Value };
                    break;
                case "REJECTEDSHARE":
                    complaints.Add("Gate:RejectedShare must be a share above 0, at most 1.");
                    break;
                case "ROWFACTOR":
                    complaints.Add("Gate:RowFactor must be a number, 1 or more.");
                    break;
                case "STABILITY":
                    complaints.Add(Text($"Gate:Stability must be a number, {FeatureDrift.Warning} or more."));
                    break;
                default:
                    complaints.Add($"Gate:{name} is not a setting.");
                    break;
            }
        }

        return complaints.Count > 0 ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints)) : gate;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
