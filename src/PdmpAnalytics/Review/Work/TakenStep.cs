namespace PdmpAnalytics.Review.Work;

/// <summary>The last step a person took about an alert, kept so that it can be taken back wholly for some seconds.</summary>
/// <param name="Action"><see cref="ReviewStep.Action"/>.</param>
/// <param name="By">Account.</param>
/// <param name="At">UTC.</param>
/// <param name="Version">The alert's version after it; it can be taken back while that is the alert's.</param>
/// <param name="Decided">It was kept as a <see cref="ReviewDecision"/>.</param>
/// <param name="Before">How far the work was.</param>
public sealed record TakenStep(string Action, string By, DateTimeOffset At, int Version, bool Decided, AlertWork Before)
{
    internal Refusal? RefuseUndo(long alertId, int version, in Reviewer by, DateTimeOffset now, ReviewOptions options) =>
        By != by.Name ? new Refusal(RefusalReason.NotAllowed, $"The last step about alert {alertId} was {By}'s.")
        : Version != version ? new Refusal(RefusalReason.Stale, $"Alert {alertId} changed since; the step stays.")
        : now - At > options.UndoWithin ? new Refusal(RefusalReason.WrongState, FormattableString.Invariant($"A step can be taken back for {options.UndoWithin.TotalSeconds:0} seconds; reopen the alert instead."))
        : null;
}
