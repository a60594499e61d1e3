using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Judges one patient after the other: history, every rule in catalogue order, then the score. Pure but for its scratch;
/// one instance per worker.
/// </summary>
internal sealed class PatientJudge(IReadOnlyList<IDetectionRule> rules, DispensingReference reference, PopulationReference population)
{
    /// <summary>Fewer fills in a year are not scored: there is no pattern to compare (ML-01).</summary>
    private const int FewestFillsToScore = 3;
    private const int ScoreDays = 365;

    private readonly DispensingHistory _history = new();
    private readonly FindingCollector _findings = new();
    private readonly PatientFeatures _features = new();

    /// <summary>Judges on <paramref name="asOf"/>; the judgement has no findings when no rule held.</summary>
    /// <param name="rows">All live rows of one patient.</param>
    /// <param name="dueOn">First day on which the outcome can change without new records; null when never.</param>
    public PatientJudgement? Judge(ReadOnlySpan<DispensationRow> rows, DateOnly asOf, out DateOnly? dueOn)
    {
        _history.Load(rows, reference, asOf);
        _findings.Clear();
        foreach (var rule in rules)
        {
            rule.Evaluate(_history, population, _findings);
        }

        dueOn = NextJudgement.DueOn(_history, reference, _findings.Findings);
        if (_findings.Findings.Count == 0)
        {
            return null;
        }

        return new PatientJudgement
        {
            PatientId = _history.PatientId,
            AsOf = asOf,
            Findings = [.. _findings.Findings],
            Score = Score(),
            Exemptions = RecentContexts(),
        };
    }

    private RiskScore? Score()
    {
        if (population is not { Engine: { } engine, Peers: { } peers } || !HasPattern())
        {
            return null;
        }

        var vector = _features.Compute(_history, reference);
        var parts = engine.Explain(vector, PatientFeatures.FillsInHorizon(_history));
        var anomaly = parts.Sum(p => p.Contribution);
        return new RiskScore
        {
            Anomaly = anomaly,
            Percentile = peers.Percentile(PeerGroups.Of(_history), anomaly),
            Parts = parts,
        };
    }

    private bool HasPattern()
    {
        var counted = _history.InScope(DrugScope.All);
        var fills = _history.Fills;
        for (var i = FewestFillsToScore - 1; i < counted.Length; i++)
        {
            var newest = fills[counted[i]].StartDay;
            if (newest >= _history.HorizonDay && newest - fills[counted[i - FewestFillsToScore + 1]].StartDay < ScoreDays)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Contexts stated within the horizon.</summary>
    private FillContext RecentContexts()
    {
        var contexts = FillContext.None;
        foreach (ref readonly var fill in _history.Fills)
        {
            contexts |= fill.StartDay >= _history.HorizonDay ? fill.Context : FillContext.None;
        }

        return contexts;
    }
}
