using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Tables;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

/// <summary>The rankings that an evaluation's page compares: the queue, and each engine alone.</summary>
internal static class EvaluatedMethods
{
    private const int ForestSeed = 1;

    /// <param name="priorities">Of the queue.</param>
    public static async Task<List<(string Name, string What, IReadOnlyList<(long PatientId, double Score)> Scores)>> ReadAsync(
        Session session, IReadOnlyList<(long PatientId, double Priority)> priorities, DateOnly asOf)
    {
        var (patients, table) = (new List<long>(), new NumericTable(PatientFeatures.Definitions.Count));
        await foreach (var vector in session.Service<FeatureTableService>().ReadAsync(asOf, session.Cancellation))
        {
            patients.Add(vector.PatientId);
            var row = table.AddRow();
            for (var f = 0; f < row.Length; f++)
            {
                row[f] = vector.Values[f];
            }
        }

        var methods = new List<(string, string, IReadOnlyList<(long, double)>)>
        {
            ("queue", "rules and score together, as reviewers see it", priorities),
            ("score", "the score of recorded alerts alone", [.. (await AlertsAsync(session)).Select(a => (a.SubjectId, a.Anomaly ?? 0))]),
            ("tail", "one-sided tails of the features, equal weights", Of(new EmpiricalTailEngine(twoSided: false))),
            ("forest", "isolation forest over the features", Of(new IsolationForestEngine(ForestSeed))),
        };
#if WITH_MICROSOFT_ML
        methods.Add(("microsoft-ml", "principal components over the features", Of(new MicrosoftML.PcaScoringEngine(ForestSeed))));
#endif
        return methods;

        (long, double)[] Of(IScoringEngine engine) => [.. patients.Zip(engine.Score(table))];
    }

    /// <summary>What the champion said, by patient; empty without one.</summary>
    public static async Task<IReadOnlyDictionary<long, double>> ChancesAsync(Session session) =>
        (await AlertsAsync(session)).Where(a => a.RiskProbability is not null).ToDictionary(a => a.SubjectId, a => a.RiskProbability!.Value);

    private static async Task<List<Alert>> AlertsAsync(Session session)
    {
        var alerts = new List<Alert>();
        await foreach (var alert in session.Service<ReviewQueue>().ReadAllAsync(new AlertFilter { IncludeRecorded = true }, withFindings: false, session.Cancellation))
        {
            if (alert.SubjectKind == AlertSubjectKind.Patient && alert.State != AlertState.Withdrawn)
            {
                alerts.Add(alert);
            }
        }

        return alerts;
    }
}
