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
    /// Patients below the line: those drawn over the panels' shares together, each panel counting by its share. A panel is a seed; where
    /// its share was changed the larger one holds, because it draws everybody the smaller one drew.
    /// </summary>
    public double Below { get; init; }

    /// <summary>Share of them that calls for action, 0 to 1, and its 95 % interval (Wilson 1927).</summary>
    public Proportion Missed { get; init; }

    /// <summary>Patients that a rule queued with a conclusion that says something about the pattern, within the window.</summary>
    public int Reviewed { get; init; }

    /// <summary>Of these, with one that calls for action.</summary>
    public int Found { get; init; }

    /// <summary>Days since the newest panel was first drawn; null without one.</summary>
    public int? PanelAge { get; init; }

    /// <summary>The panel is older than the window: what began since in people who were concluded once is not seen, and the recall flatters.</summary>
    public bool IsOld { get; init; }

    /// <summary>0 to 1; null while nothing was concluded below the line, or nothing confirmed anywhere.</summary>
    public double? Recall => Of(Missed.Share, Found);

    /// <summary>Ends of its 95 % interval. Only what is missed is taken as uncertain; what was found is counted.</summary>
    public double? RecallLow => Of(Missed.High, Found);

    /// <inheritdoc cref="RecallLow"/>
    public double? RecallHigh => Of(Missed.Low, Found);

    /// <param name="panels">By seed: the largest share, and patients drawn.</param>
    /// <param name="concluded">Of all panels, by whether it calls for action.</param>
    /// <param name="reviewed">See <see cref="Reviewed"/>, by whether it calls for action.</param>
    public static RecallEstimate Of(
        IReadOnlyCollection<(double Share, int Drawn)> panels, (int Confirmed, int Harmless) concluded, (int Confirmed, int Harmless) reviewed,
        int? panelAge = null, bool isOld = false)
    {
        var drawn = panels.Sum(p => p.Drawn);
        return new RecallEstimate
        {
            Drawn = drawn,
            Concluded = concluded.Confirmed + concluded.Harmless,
            Confirmed = concluded.Confirmed,
            Below = drawn == 0 ? 0 : drawn / panels.Sum(p => p.Share),
            Missed = new Proportion(concluded.Confirmed, concluded.Confirmed + concluded.Harmless),
            Reviewed = reviewed.Confirmed + reviewed.Harmless,
            Found = reviewed.Confirmed,
            PanelAge = panelAge,
            IsOld = isOld,
        };
    }

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
