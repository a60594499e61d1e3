using PdmpAnalytics.Evaluation.Report;

namespace PdmpAnalytics.Learning;

/// <summary>
/// How much of what reviewers would confirm the queue brings to them, from the patients below its line that chance had reviewed
/// (<see cref="Detection.BlindSample"/>). About patients with three fills in a year, and only as good as the reviewed part of
/// the sample is like the rest of it.
/// </summary>
/// <param name="Drawn">Patients of the sample, those that still wait among them.</param>
/// <param name="Concluded">Of these, with a conclusion that says something about the pattern.</param>
/// <param name="Confirmed">Of these, with one that calls for action.</param>
/// <param name="Below">Patients the sample stands for: the sum of one over the share each was drawn with.</param>
/// <param name="ConfirmedShare">Share of them that calls for action, 0 to 1.</param>
/// <param name="SharesLow">Lower end of its 95 % interval (Wilson 1927).</param>
/// <param name="SharesHigh">Upper end.</param>
/// <param name="Found">Patients that a rule queued and a reviewer confirmed.</param>
public sealed record RecallEstimate(
    int Drawn, int Concluded, int Confirmed, double Below, double ConfirmedShare, double SharesLow, double SharesHigh, int Found)
{
    /// <summary>0 to 1; null while nothing was concluded below the line, or nothing confirmed anywhere.</summary>
    public double? Recall => Of(ConfirmedShare);

    /// <summary>Ends of its 95 % interval. Only what is missed is taken as uncertain; what was found is counted.</summary>
    public double? RecallLow => Of(SharesHigh);

    /// <inheritdoc cref="RecallLow"/>
    public double? RecallHigh => Of(SharesLow);

    /// <param name="sample">One entry a patient of the sample: its share, and what was concluded; null while it waits.</param>
    /// <param name="found">See <see cref="Found"/>.</param>
    public static RecallEstimate Of(IReadOnlyCollection<(double Share, bool? Confirmed)> sample, int found)
    {
        var weights = sample.Where(s => s.Confirmed is not null).Select(s => (Weight: 1 / s.Share, Confirmed: s.Confirmed!.Value)).ToList();
        var all = weights.Sum(w => w.Weight);

        // Kish 1965: so many patients of equal weight tell as much.
        var equal = all == 0 ? 0 : all * all / weights.Sum(w => w.Weight * w.Weight);
        var confirmed = all == 0 ? 0 : weights.Where(w => w.Confirmed).Sum(w => w.Weight) / all;
        var proportion = new Proportion(confirmed * equal, equal);
        return new RecallEstimate(
            sample.Count, weights.Count, weights.Count(w => w.Confirmed), sample.Sum(s => 1 / s.Share), confirmed, proportion.Low, proportion.High, found);
    }

    private double? Of(double missedShare) =>
        Concluded == 0 || Found + Below * missedShare == 0 ? null : Found / (Found + Below * missedShare);
}
