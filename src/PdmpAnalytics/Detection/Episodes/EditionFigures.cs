using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>What a dose of a finding is by every edition: the one it was measured by first.</summary>
internal static class EditionFigures
{
    /// <summary>Reads a dose from the scratch, where doses stand a day each and as running sums.</summary>
    public delegate double Measure(RuleScratch scratch);

    /// <param name="own">The finding's value, by the edition in force.</param>
    /// <param name="measure">Called with the doses of each other edition in turn; the scratch holds those of the last one afterwards.</param>
    public static IEnumerable<EditionFigure> Of(
        DispensingHistory history, DoseKind kind, FindingValue own, RuleScratch scratch, Measure measure)
    {
        if (history.Reference is not { } reference)
        {
            yield break;
        }

        yield return new EditionFigure(own.Name, reference.Equivalents.Edition(kind), own.Number);
        foreach (var edition in Equivalents.Of(kind, reference.Equivalents).Skip(1))
        {
            var any = history.SupplyAhead.TryGetDoses(kind, edition, scratch.Doses, scratch.Sums);
            yield return new EditionFigure(own.Name, edition.Edition(kind), any ? measure(scratch) : 0);
        }
    }
}
