using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>A proposed fill as the rules see fills.</summary>
/// <param name="Drug">Ingredient, strength and form.</param>
/// <param name="Assumed">What was taken over from the patient's last fill, or counted as new, in words.</param>
internal sealed record ResolvedProposal(Fill Fill, string Drug, IReadOnlyList<string> Assumed)
{
    /// <summary>Id of what is not dispensed yet.</summary>
    public const long NotDispensed = 0;

    /// <summary>Id of a prescriber, practice or pharmacy that no record has named yet: stored ids count from 1.</summary>
    public const int NeverSeen = 0;

    /// <summary>The product of a code among those stored and those of the catalogue; null when no or more than one product fits.</summary>
    public static Drug? Product(string code, DispensingReference reference)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        var candidates = Ndc.TryParse(digits, out var ndc) ? [ndc] : Ndc.Candidates(System.Text.Encoding.ASCII.GetBytes(digits));
        var known = candidates.Select(candidate => Known(candidate, reference)).OfType<Drug>().DistinctBy(d => d.Ndc).ToList();
        return known.Count == 1 ? known[0] : null;
    }

    /// <param name="site">Where the prescriber writes; null when not given or never seen.</param>
    /// <param name="pharmacy">Null when not given or never seen.</param>
    public static ResolvedProposal Of(
        ProposedFill proposed, DateOnly on, Drug drug, PrescriberSiteFacts? site, (int Id, DispenserFacts Facts)? pharmacy, Fill[] fills, int patientZip, DispensingReference reference)
    {
        var assumed = new List<string>();
        var last = Latest(fills, drug);
        var written = Choose(site, proposed.Prescriber, last is { } a ? new PrescriberSiteFacts(a.PrescriberId, a.PracticeId, a.PrescriberZip) : null,
            new PrescriberSiteFacts(NeverSeen, NeverSeen, 0), "prescriber", assumed);
        var dispensed = Choose(pharmacy, proposed.Pharmacy, last is { } b ? (b.DispenserId, reference.Dispensers[b.DispenserId]) : null,
            (NeverSeen, new DispenserFacts(NeverSeen, 0, false, false)), "pharmacy", assumed);
        var small = new DispensingReference
        {
            Drugs = [drug],
            Dispensers = [dispensed.Item2],
            PrescriberSites = [written],
            Catalog = reference.Catalog,
            Zips = reference.Zips,
            Equivalents = reference.Equivalents,
            DispenserNames = [""],
            DispenserCities = [""],
            PracticeNames = [""],
        };
        var row = new DispensationRow
        {
            DispensationId = NotDispensed,
            FilledDay = on.DayNumber,
            WrittenDay = on.DayNumber,
            Quantity = proposed.Quantity,
            DaysSupply = (short)proposed.DaysSupply,
            RefillsAuthorized = -1,
            Payment = proposed.Payment,
            PatientZip = patientZip,
            PatientAge = last?.PatientAge ?? -1,
            RxKey = long.MinValue,
        };
        var fill = FillBuilder.Build(in row, small);

        fill.DispenserId = dispensed.Item1;
        return new ResolvedProposal(fill, PrescriptionLines.DrugText(drug, null), assumed);
    }

    /// <summary>The last fill of the ingredient, else of anything; null for a patient without fills.</summary>
    private static Fill? Latest(Fill[] fills, Drug drug)
    {
        Fill? found = null;
        foreach (var fill in fills.OrderBy(f => f.IngredientId == drug.Ingredient?.Id).ThenBy(f => f.StartDay).ThenBy(f => f.DispensationId))
        {
            found = fill;
        }

        return found;
    }

    private static T Choose<T>(T? given, string number, T? last, T unseen, string what, List<string> assumed)
        where T : struct
    {
        if (given is { } known)
        {
            return known;
        }

        if (number.Length > 0)
        {
            assumed.Add($"The {what} has not dispensed or written anything on record: counted as one more.");
            return unseen;
        }

        if (last is { } usual)
        {
            assumed.Add($"No {what} was given: counted as the one of the last fill.");
            return usual;
        }

        assumed.Add($"No {what} was given and no fill is on record: counted as one more.");
        return unseen;
    }

    private static Drug? Known(Ndc ndc, DispensingReference reference) =>
        reference.Drugs.FirstOrDefault(d => d is { Ingredient: not null } && d.Ndc == ndc)
        ?? (reference.Catalog.TryGetProduct(ndc, out var product) ? product : null);
}
