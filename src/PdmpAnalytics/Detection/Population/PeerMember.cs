namespace PdmpAnalytics.Detection.Population;

/// <summary>A prescriber or dispenser among its peers.</summary>
public sealed record PeerMember
{
    public required Subject Subject { get; init; }

    /// <summary>
    /// Peer groups from the narrowest to everyone, e.g. <c>family medicine, region 554, large</c>. The narrowest with enough
    /// members is compared with.
    /// </summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>By metric of the rule; null where it cannot be told.</summary>
    public required IReadOnlyList<PeerFigure?> Figures { get; init; }

    /// <summary>Records that stand for all (<see cref="ProviderTally.Firsts"/>), oldest first.</summary>
    public required IReadOnlyList<long> Evidence { get; init; }

    public int Patients { get; init; }
}

/// <summary>One thing providers are compared in.</summary>
/// <param name="Name">Short, for the finding's values.</param>
/// <param name="Label">What is compared, in words.</param>
/// <param name="Unit">Behind the number; % shows shares of one as percent.</param>
public sealed record PeerMetric(string Name, string Label, string Unit)
{
    internal double Shown(double value) => Math.Round(Unit == "%" ? 100 * value : value, Unit == "%" ? 1 : 2);
}
