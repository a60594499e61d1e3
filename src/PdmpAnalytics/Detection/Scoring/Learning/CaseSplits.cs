namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>What one way of learning says about cases it did not learn from.</summary>
/// <param name="ByPatient">One number a case, learned from other patients.</param>
/// <param name="ByTime">One number for each of <see cref="CaseSplits.Later"/>, learned from earlier conclusions about other patients.</param>
internal sealed record HeldOut(double[] ByPatient, double[] ByTime);

/// <summary>
/// How ways of learning are chosen between: by patient, because two conclusions about one patient are nearly one, and forward in
/// time, because a model is used on what comes after it.
/// </summary>
internal sealed class CaseSplits
{
    private readonly PatientFolds _patients;
    private readonly IReadOnlyList<TimeFold> _times;

    /// <param name="seed">Deals the patients out.</param>
    public CaseSplits(IReadOnlyList<ReviewedCase> cases, int seed)
    {
        (Cases, _patients, _times) = (cases, PatientFolds.Of(cases, seed), TimeFold.Of(cases));
        Later = [.. _times.SelectMany(t => t.After)];
    }

    public IReadOnlyList<ReviewedCase> Cases { get; }

    /// <summary>Cases that can be judged from earlier ones, by time; none where time cannot be cut.</summary>
    public IReadOnlyList<ReviewedCase> Later { get; }

    /// <param name="hold">Learns from the first cases and answers about the second.</param>
    public HeldOut Hold(Func<IReadOnlyList<ReviewedCase>, IReadOnlyList<ReviewedCase>, double[]> hold) =>
        new(_patients.OutOfFold(hold), [.. _times.SelectMany(t => hold(t.Before, t.After))]);

    /// <summary>Log loss of log-odds: the mean of both cuts, each counting as much; that of patients alone where time cannot be cut.</summary>
    public double LogLoss(HeldOut held)
    {
        var byPatient = RiskQuality.LogLoss(Cases, held.ByPatient);
        return Later.Count == 0 ? byPatient : (byPatient + RiskQuality.LogLoss(Later, held.ByTime)) / 2;
    }
}
