using System.Runtime.InteropServices;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Judges one patient after the other: history, every rule in catalogue order, then the score. Pure but for its scratch;
/// one instance per worker.
/// </summary>
/// <param name="rules">In force.</param>
/// <param name="joined">What rules over several patients say, by whom it is about.</param>
/// <param name="doubts">By patient: the weakest link that holds its records together, where one is uncertain.</param>
/// <param name="exemptions">What people stated about patients.</param>
internal sealed class PatientJudge(
    RuleCatalog rules, DispensingReference reference, PopulationReference population,
    SubjectFindings joined, IReadOnlyDictionary<long, IdentityDoubt> doubts, PatientExemptions exemptions)
{
    /// <summary>Fewer fills in a year are not scored: there is no pattern to compare (ML-01).</summary>
    private const int FewestFillsToScore = 3;
    private const int ScoreDays = 365;

    private readonly DispensingHistory _history = new();
    private readonly FindingCollector _findings = new();
    private readonly PatientFeatures _features = new();

    /// <summary>What was learned from reviewers; without a champion nothing is estimated.</summary>
    public RiskModels Models { get; init; } = RiskModels.None;

    /// <summary>Who is to be reviewed although no rule queues them.</summary>
    public BlindSample Sample { get; init; } = BlindSample.None;

    /// <summary>Sets that are measured beside the rules in force.</summary>
    public IReadOnlyList<ShadowCount> Shadows { get; init; } = [];

    /// <summary>Judges every patient of a block on <paramref name="asOf"/>.</summary>
    public JudgedPatients Judge(HistoryBlock block, DateOnly asOf)
    {
        var judgements = new List<PatientJudgement>();
        var due = new List<DuePatient>();
        for (int start = 0, end; start < block.Rows.Length; start = end)
        {
            end = block.EndOfPatient(start);
            var judgement = Judge(block.Rows[start..end], asOf);
            if (Earlier(NextJudgement.DueOn(_history, _findings, exemptions.NextChange(judgement.PatientId, asOf)), SampleEnds(judgement)) is { } dueOn)
            {
                due.Add(new DuePatient { PatientId = judgement.PatientId, DueOn = dueOn });
            }

            foreach (var shadow in Shadows)
            {
                shadow.Add(_history, population, finding => exemptions.Apply(judgement.PatientId, finding, asOf), judgement.Findings);
            }

            judgements.Add(Doubted(judgement, block.Rows[start..end]));
        }

        return new JudgedPatients
        {
            Fills = block.Rows.Length,
            Judgements = judgements,
            Due = due,
            Shadow = [.. Shadows.SelectMany(s => s.Take(asOf))],
        };
    }

    /// <summary>Judges one patient by all live rows.</summary>
    public PatientJudgement Judge(ReadOnlySpan<DispensationRow> rows, DateOnly asOf)
    {
        _history.Load(rows, reference, asOf);
        Evaluate();
        Join(rows);
        return Judged(asOf);
    }

    /// <summary>Judges one patient by fills that are already resolved, a proposed one among them; by what is said of that patient alone.</summary>
    public PatientJudgement Judge(long patientId, ReadOnlySpan<Fill> fills, DateOnly asOf)
    {
        _history.LoadFills(patientId, fills, asOf, reference);
        Evaluate();
        return Judged(asOf);
    }

    private void Evaluate()
    {
        _findings.Clear();
        foreach (var rule in rules.Rules)
        {
            rule.Evaluate(_history, population, _findings);
        }
    }

    private PatientJudgement Judged(DateOnly asOf)
    {
        var found = _findings.Findings.Count > 0;
        var drawn = Sample.Draws(_history.PatientId);
        var findings = found ? Stated(asOf) : [];
        var score = found || drawn ? Score(findings, drawn) : null;
        return new PatientJudgement
        {
            PatientId = _history.PatientId,
            AsOf = asOf,
            RuleSet = rules.Set,
            Findings = findings,
            Score = score,
            Exemptions = RecentContexts(),
            DrawnBy = drawn && score is not null ? Sample : null,
        };
    }

    /// <summary>Who was drawn leaves the sample when there is no pattern within the horizon any more, though nothing new arrives.</summary>
    private DateOnly? SampleEnds(PatientJudgement judgement) =>
        judgement.DrawnBy is not null && NewestPattern() is { } newest
            ? DateOnly.FromDayNumber(newest + DispensingHistory.HorizonDays)
            : null;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other ?? one : one;

    /// <summary>The findings as exemptions by hand leave them.</summary>
    private IReadOnlyList<RuleFinding> Stated(DateOnly asOf) => exemptions.IsNone(_history.PatientId)
        ? [.. _findings.Findings]
        : [.. _findings.Findings.Select(finding => exemptions.Apply(_history.PatientId, finding, asOf))];

    /// <summary>
    /// What was said about the patient together with others. It was found some nights ago: where a record behind it is no longer
    /// live or another's, it no longer counts.
    /// </summary>
    private void Join(ReadOnlySpan<DispensationRow> rows)
    {
        var found = joined.Of(Subject.Patient(_history.PatientId));
        if (found.Count == 0)
        {
            return;
        }

        var live = new HashSet<long>();
        foreach (ref readonly var row in rows)
        {
            live.Add(row.DispensationId);
        }

        foreach (var finding in found.Where(f => f.Evidence.All(live.Contains)))
        {
            _findings.Join(finding);
        }
    }

    /// <summary>Judges once more without the fills that hang on an uncertain link, when they are part of the evidence.</summary>
    private PatientJudgement Doubted(PatientJudgement judgement, ReadOnlySpan<DispensationRow> rows)
    {
        if (!doubts.TryGetValue(judgement.PatientId, out var doubt)
            || !judgement.Findings.Any(finding => finding.Evidence.Any(doubt.Fills.Contains)))
        {
            return judgement;
        }

        var rest = new List<DispensationRow>(rows.Length);
        foreach (ref readonly var row in rows)
        {
            if (!doubt.Fills.Contains(row.DispensationId))
            {
                rest.Add(row);
            }
        }

        return judgement with
        {
            IdentityConfidence = doubt.Probability,
            Doubt = doubt,
            Without = rest.Count == 0
                ? new PatientJudgement { PatientId = judgement.PatientId, AsOf = judgement.AsOf, Findings = [] }
                : Judge(CollectionsMarshal.AsSpan(rest), judgement.AsOf),
        };
    }

    /// <param name="findings">As exemptions by hand leave them.</param>
    /// <param name="always">Also when neither the rules nor the score itself say anything.</param>
    private RiskScore? Score(IReadOnlyList<RuleFinding> findings, bool always)
    {
        if (population is not { Engine: { } engine, Peers: { } peers } || NewestPattern() is null)
        {
            return null;
        }

        var vector = _features.Compute(_history, reference, population);
        var fills = PatientFeatures.FillsInHorizon(_history);
        var anomaly = engine.Score(vector, fills);
        var percentile = peers.Percentile(PeerGroups.Of(_history), anomaly);
        if (!always && percentile < RiskScore.UnusualPercentile && !_findings.Findings.Any(f => f.Rule.Queue != ReviewQueueKind.None))
        {
            return null;
        }

        Span<double> surprises = stackalloc double[vector.Length];
        engine.Surprises(vector, fills, surprises);
        var inputs = RiskInputs.Of(surprises, findings);
        return new RiskScore
        {
            Anomaly = anomaly,
            Percentile = percentile,
            Parts = engine.Explain(vector, fills, _features.Now(_history, reference, population)),
            Inputs = inputs,
            Risk = Models.Estimate(inputs),
            Challenger = Models.Challenge(inputs),
        };
    }

    /// <summary>Day of the last fill within the horizon that makes <see cref="FewestFillsToScore"/> in a year; null without one.</summary>
    private int? NewestPattern()
    {
        var counted = _history.InScope(DrugScope.All);
        var fills = _history.Fills;
        for (var i = counted.Length - 1; i >= FewestFillsToScore - 1; i--)
        {
            var newest = fills[counted[i]].StartDay;
            if (newest >= _history.HorizonDay && newest - fills[counted[i - FewestFillsToScore + 1]].StartDay < ScoreDays)
            {
                return newest;
            }
        }

        return null;
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
