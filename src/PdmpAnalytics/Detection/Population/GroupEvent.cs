namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Something that happened on one day among records of several people, as it concerns one of them: a used prescription number
/// came up again, five people came in together.
/// </summary>
/// <param name="Day">As <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Text">One sentence with a full stop: what was observed, others named by their patient ids.</param>
/// <param name="SilentIf">The smallest change that would have kept this event from counting, as a sentence.</param>
/// <param name="Evidence">The subject's own records (version ids), oldest first; never another patient's, whose history is not the subject's.</param>
/// <param name="Values">The event's numbers.</param>
public sealed record GroupEvent(
    Subject Subject,
    int Day,
    Severity Severity,
    string Text,
    string SilentIf,
    IReadOnlyList<long> Evidence,
    IReadOnlyList<FindingValue> Values)
{
    /// <summary>Ids only, as in <see cref="Text"/>.</summary>
    public override string ToString() => $"event about {Subject} on day {Day}";
}
