using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>A proposed fill as the rules see fills.</summary>
/// <param name="Drug">Ingredient, strength and form.</param>
/// <param name="Assumed">What was counted as new to the patient because it was not given, or never seen; in words.</param>
/// <param name="Unstated">The same fill with what was not given as the patient's last fill had it.</param>
internal sealed record ResolvedProposal(Fill Fill, string Drug, IReadOnlyList<string> Assumed, IReadOnlyList<FillChange> Unstated)
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
        var written = Choose(site, proposed.Prescriber, new PrescriberSiteFacts(NeverSeen, NeverSeen, 0), "prescriber", "written", assumed);
        var dispensed = Choose(pharmacy, proposed.Pharmacy, (NeverSeen, new DispenserFacts(NeverSeen, 0, false, false)), "pharmacy", "dispensed", assumed);
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
        return new ResolvedProposal(fill, PrescriptionLines.DrugText(drug, null), assumed, last is { } usual ? [.. Unstateds(proposed, fill, usual)] : []);
    }

    private static IEnumerable<FillChange> Unstateds(ProposedFill proposed, Fill fill, Fill last)
    {
        if (proposed.Prescriber.Length == 0)
        {
            yield return new FillChange(
                "written by the prescriber of the last fill (state who wrote it)",
                fill with { PrescriberId = last.PrescriberId, PracticeId = last.PracticeId, PrescriberZip = last.PrescriberZip, PrescriberWithoutDea = last.PrescriberWithoutDea });
        }

        if (proposed.Pharmacy.Length == 0)
        {
            yield return new FillChange(
                "dispensed by the pharmacy of the last fill (state which one dispenses)", fill with { DispenserId = last.DispenserId, DispenserGroupId = last.DispenserGroupId });
        }
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

    private static T Choose<T>(T? given, string number, T unseen, string what, string done, List<string> assumed)
        where T : struct
    {
        if (given is { } known)
        {
            return known;
        }

        assumed.Add(number.Length > 0
            ? $"This {what} has {done} nothing on record yet: counted as one more, new to this patient."
            : $"No {what} was given: counted as one more, new to this patient.");
        return unseen;
    }

    private static Drug? Known(Ndc ndc, DispensingReference reference) =>
        reference.Drugs.FirstOrDefault(d => d is { Ingredient: not null } && d.Ndc == ndc)
        ?? (reference.Catalog.TryGetProduct(ndc, out var product) ? product : null);
}
