using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Learning;

/// <summary>What reviewers concluded that a model can learn from: the last word about each patient's alert, where it says something about the pattern.</summary>
/// <param name="Cases">Oldest first; those the score was written down with.</param>
/// <param name="FirstOn">UTC day of the first such conclusion about each patient, whatever came after it.</param>
/// <param name="OfAnotherList">Of the cases, those written under another list of inputs (<see cref="RiskInputs.IsOfAnotherList"/>).</param>
/// <param name="Unscored">Conclusions left out because no score stood beside the alert.</param>
internal sealed record Conclusions(
    IReadOnlyList<ReviewedCase> Cases, IReadOnlyDictionary<long, DateOnly> FirstOn, int OfAnotherList, int Unscored)
{
    public static async Task<Conclusions> ReadAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var rows = await (
            from decision in db.Set<ReviewDecision>().AsNoTracking()
            join alert in db.Set<Alert>().AsNoTracking() on decision.AlertId equals alert.Id
            where alert.SubjectKind == AlertSubjectKind.Patient
            select new { alert.SubjectId, decision.AlertId, decision.AlertVersion, decision.DecidedAt, decision.To, decision.Disposition, decision.RiskInputs, decision.SampleShare })
            .ToListAsync(cancellation);
        var labelled = rows.Where(r => Label(r.To, r.Disposition) != DispositionLabel.Ignored);
        var last = rows.GroupBy(r => r.AlertId).Select(alert => alert.MaxBy(r => r.AlertVersion)!)
            .Where(r => Label(r.To, r.Disposition) != DispositionLabel.Ignored).ToList();
        var scored = last.Where(r => r.RiskInputs is not null).OrderBy(r => r.DecidedAt).ThenBy(r => r.SubjectId).ToList();
        return new Conclusions(
            scored.ConvertAll(r => new ReviewedCase(
                r.SubjectId, Day(r.DecidedAt), RiskInputs.Read(r.RiskInputs)!, Label(r.To, r.Disposition) == DispositionLabel.Positive,
                ReviewedCase.WeightOf(r.SampleShare))),
            labelled.GroupBy(r => r.SubjectId).ToDictionary(p => p.Key, p => Day(p.Min(r => r.DecidedAt))),
            scored.Count(r => RiskInputs.IsOfAnotherList(r.RiskInputs!)),
            last.Count - scored.Count);
    }

    /// <summary>Drawn after a day, about patients of whom nobody had concluded anything by then.</summary>
    public IReadOnlyList<ReviewedCase> After(DateOnly day) => [.. Cases.Where(c => c.DecidedOn > day && FirstOn[c.Patient] > day)];

    /// <summary>What was left out or read with gaps, in a sentence after a blank; nothing where all were read as they were written.</summary>
    public string Remarks() =>
        (Unscored > 0 ? $" {Unscored} more were drawn without a score beside the alert and teach nothing." : "")
        + (OfAnotherList > 0 ? $" {OfAnotherList} were drawn under another list of inputs; what was not counted then stands as 0." : "");

    private static DispositionLabel Label(AlertState to, Disposition? disposition) =>
        to == AlertState.Closed ? disposition?.Label() ?? DispositionLabel.Ignored : DispositionLabel.Ignored;

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
