using PdmpAnalytics.Evaluation.Report;

namespace PdmpAnalytics.Learning;

/// <summary>
/// How much of what reviewers would confirm the queue brings to them, from the patients below its line that chance had reviewed
/// (<see cref="Detection.BlindSample"/>). About patients with three fills in a year, and only as good as the reviewed part of
/// the sample is like the rest of it.
/// </summary>
public sealed record RecallEstimate
{
    /// <summary>Patients drawn below the line, those that still wait or left it since among them; one drawn by two panels twice.</summary>
    public int Drawn { get; init; }

    /// <summary>Of these, with a conclusion that says something about the pattern.</summary>
    public int Concluded { get; init; }

    /// <summary>Of these, with one that calls for action.</summary>
    public int Confirmed { get; init; }

    /// <summary>
    /// Patients below the line: the largest of what each panel and share says, those drawn with that share or less over the share. A panel
    /// is a seed; it fills as patients fall due, and one that is not full yet must not make the rest look fewer.
    /// </summary>
    public double Below { get; init; }

    /// <summary>Share of them that calls for action, 0 to 1, and its 95 % interval (Wilson 1927).</summary>
    public Proportion Missed { get; init; }

    /// <summary>Patients that a rule queued with a conclusion that says something about the pattern, within the window.</summary>
    public int Reviewed { get; init; }

    /// <summary>Of these, with one that calls for action.</summary>
    public int Found { get; init; }

    /// <summary>Days since half of the newest panel was drawn; null without one.</summary>
    public int? PanelAge { get; init; }

    /// <summary>The panel is older than the window: it was concluded over other days than what the queue brought, and no longer tells the recall.</summary>
    public bool IsOld { get; init; }

    /// <summary>0 to 1; null while nothing was concluded below the line, or nothing confirmed anywhere.</summary>
    public double? Recall => Of(Missed.Share, Found);

    /// <summary>Ends of its 95 % interval. Only what is missed is taken as uncertain; what was found is counted.</summary>
    public double? RecallLow => Of(Missed.High, Found);

    /// <inheritdoc cref="RecallLow"/>
    public double? RecallHigh => Of(Missed.Low, Found);

    /// <param name="drawn">See <see cref="Drawn"/>.</param>
    /// <param name="shares">By panel and share: patients of the panel drawn with that share or a smaller one.</param>
    /// <param name="concluded">Of all panels, by whether it calls for action.</param>
    /// <param name="reviewed">See <see cref="Reviewed"/>, by whether it calls for action.</param>
    public static RecallEstimate Of(
        int drawn, IReadOnlyCollection<(double Share, int Drawn)> shares, (int Confirmed, int Harmless) concluded, (int Confirmed, int Harmless) reviewed,
        int? panelAge = null, bool isOld = false) => new()
    {
        Drawn = drawn,
        Concluded = concluded.Confirmed + concluded.Harmless,
        Confirmed = concluded.Confirmed,
        Below = shares.Select(s => s.Drawn / s.Share).DefaultIfEmpty().Max(),
        Missed = new Proportion(concluded.Confirmed, concluded.Confirmed + concluded.Harmless),
        Reviewed = reviewed.Confirmed + reviewed.Harmless,
        Found = reviewed.Confirmed,
        PanelAge = panelAge,
        IsOld = isOld,
    };

    /// <summary>
    /// What recall, low and high end would be if reviewers were wrong about a share of harmless and of other patterns alike: shares freed
    /// from such mistakes (Rogan and Gladen 1978), not below 0. Null where there is no recall, or nothing is left that was found or missed.
    /// </summary>
    /// <param name="mistakes">0 to below 0.5.</param>
    public (double Recall, double Low, double High)? Without(double mistakes)
    {
        var found = Reviewed * Freed(Reviewed == 0 ? 0 : (double)Found / Reviewed);
        return (Of(Freed(Missed.Share), found), Of(Freed(Missed.High), found), Of(Freed(Missed.Low), found)) is ({ } recall, { } low, { } high)
            ? (recall, low, high)
            : null;

        double Freed(double share) => Math.Clamp((share - mistakes) / (1 - 2 * mistakes), 0, 1);
    }

    private double? Of(double missed, double found) => Concluded == 0 || found + Below * missed == 0 ? null : found / (found + Below * missed);
}
