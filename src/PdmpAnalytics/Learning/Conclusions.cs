using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Learning;

/// <summary>A decision about a patient's alert, with what learning reads of it.</summary>
/// <param name="Version">Orders the decisions about one alert.</param>
/// <param name="Inputs">As <see cref="RiskInputs.Write"/> wrote them; null when no score stood beside the alert.</param>
/// <param name="SampleShare">Set when chance had drawn it below the line.</param>
internal sealed record LearnedDecision(
    long Alert, int Version, long Patient, DateTimeOffset At, AlertState To, Disposition? Disposition, string? Inputs, double? SampleShare)
{
    public DateOnly On => DateOnly.FromDateTime(At.UtcDateTime);

    public DispositionLabel Label => To == AlertState.Closed ? Disposition?.Label() ?? DispositionLabel.Ignored : DispositionLabel.Ignored;
}

/// <summary>What reviewers concluded about alerts of the queue that a model can learn from (who was drawn below its line serves the recall alone): the last word about each patient's alert, where it says something about the pattern.</summary>
/// <param name="Cases">Oldest first; those the score was written down with.</param>
/// <param name="FirstOn">UTC day of the first such conclusion about each patient, whatever came after it.</param>
/// <param name="OfAnotherList">Of the cases, those written under another list of inputs (<see cref="RiskInputs.IsOfAnotherList"/>).</param>
/// <param name="Unscored">Conclusions left out because no score stood beside the alert that this edition reads.</param>
internal sealed record Conclusions(
    IReadOnlyList<ReviewedCase> Cases, IReadOnlyDictionary<long, DateOnly> FirstOn, int OfAnotherList, int Unscored)
{
    public static Conclusions Of(IReadOnlyCollection<LearnedDecision> decisions)
    {
        var last = decisions.GroupBy(d => d.Alert).Select(alert => alert.MaxBy(d => d.Version)!)
            .Where(d => d.Label != DispositionLabel.Ignored && d.SampleShare is null).ToList();
        var scored = last.Where(d => RiskInputs.Read(d.Inputs) is not null).OrderBy(d => d.At).ThenBy(d => d.Patient).ToList();
        return new Conclusions(
            scored.ConvertAll(d => new ReviewedCase(
                d.Patient, d.On, RiskInputs.Read(d.Inputs)!, d.Label == DispositionLabel.Positive)),
            decisions.Where(d => d.Label != DispositionLabel.Ignored).GroupBy(d => d.Patient).ToDictionary(p => p.Key, p => p.Min(d => d.On)),
            scored.Count(d => RiskInputs.IsOfAnotherList(d.Inputs!)),
            last.Count - scored.Count);
    }

    /// <summary>Drawn after a day, about patients of whom nobody had concluded anything by then.</summary>
    public IReadOnlyList<ReviewedCase> After(DateOnly day) => [.. Cases.Where(c => c.DecidedOn > day && FirstOn[c.Patient] > day)];

    /// <summary>What was left out or read with gaps, in a sentence after a blank; nothing where all were read as they were written.</summary>
    public string Remarks() =>
        (Unscored > 0 ? $" {Unscored} more were drawn without a score that this edition reads and teach nothing." : "")
        + (OfAnotherList > 0 ? $" {OfAnotherList} were drawn under another list of inputs; what was not counted then stands as 0." : "");
}
