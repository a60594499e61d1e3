using PdmpAnalytics.Detection;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>Gathers judgements of a store's patients by the true people behind them.</summary>
/// <param name="owners">By patient of the store.</param>
internal sealed class QueueOfTruth(TruthFolder truth, IReadOnlyDictionary<long, TruthPatient> owners)
{
    private readonly Dictionary<string, QueuedPerson> _best = [];

    /// <summary>Of several patients that are one person the one with the highest priority counts.</summary>
    public void Add(PatientJudgement judgement)
    {
        if (AlertContent.Of(judgement) is { } content && owners.TryGetValue(judgement.PatientId, out var owner)
            && !(_best.GetValueOrDefault(owner.Id)?.Priority >= content.Priority))
        {
            _best[owner.Id] = Person(owner, judgement, content);
        }
    }

    /// <summary>Everybody of the truth, in its order; without inputs who has no alert.</summary>
    public List<QueuedPerson> People() =>
        [.. truth.Patients.Select((p, i) => (_best.GetValueOrDefault(p.Id) ?? new QueuedPerson(0, p.Archetype, p.Misuse, null, 0, 1, 0)) with { Number = i })];

    private static QueuedPerson Person(TruthPatient owner, PatientJudgement judgement, AlertContent content)
    {
        var exempt = (judgement.Exemptions & AlertPriority.ExemptContexts) != 0 || judgement.Findings.Any(f => f.ExemptByHand is not null);
        return new QueuedPerson(
            0, owner.Archetype, owner.Misuse, judgement.Score?.Inputs, content.DrawnBy is null ? content.Priority : 0,
            exempt ? AlertPriority.ExemptShare : 1, judgement.IdentityConfidence < AlertPriority.SureIdentityConfidence ? AlertPriority.UnsureIdentity : 0)
        {
            Drawn = content.DrawnBy is not null,
            Queued = content is { Hold: QueueHold.None, DrawnBy: null },
        };
    }
}
