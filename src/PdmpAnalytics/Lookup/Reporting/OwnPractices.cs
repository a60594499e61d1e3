using System.Collections;
using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>
/// Names of practices for the counter, by id: of each the prescribers who wrote for this patient, never a colleague who did not, so that the right
/// person is called. A practice that none of the patient's fills names is that of the prescription asked about.
/// </summary>
internal sealed class OwnPractices : IReadOnlyList<string>
{
    /// <summary>People named before the rest are counted. Our choice, 2026-11-22.</summary>
    private const int NamedPeople = 3;

    private const string OfThisPrescription = "the practice of this prescription";

    private readonly Dictionary<int, string> _names;

    private OwnPractices(Dictionary<int, string> names, int count) => (_names, Count) = (names, count);

    /// <summary>Ids that exist, from 0; 0 is nobody's.</summary>
    public int Count { get; }

    public string this[int index] => _names.GetValueOrDefault(index, OfThisPrescription);

    /// <param name="fills">All of the patient's that may be shown.</param>
    public static OwnPractices Of(IEnumerable<ReportedFill> fills, DispensingReference reference) => new(
        fills.Select(fill => (Fill: fill, Facts: reference.PrescriberSites[fill.Site.Id])).GroupBy(f => f.Facts.PracticeId)
            .ToDictionary(practice => practice.Key, practice => Name([.. practice.Select(f => (f.Facts.PrescriberId, f.Fill))])),
        reference.PracticeNames.Count);

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(id => this[id]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Name(IReadOnlyList<(int Person, ReportedFill Fill)> fills)
    {
        var people = fills.GroupBy(f => f.Person).OrderByDescending(p => p.Count()).ThenBy(p => p.Key)
            .Select(p => Person(p.Last().Fill.Prescriber)).Distinct().ToList();
        var zip = fills.Select(f => f.Fill.Site.Zip).Where(z => z != 0).GroupBy(z => z).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key;
        // Practices are listed with commas, so the people of one are not.
        var named = string.Join(" & ", people.Take(NamedPeople)) + (people.Count > NamedPeople ? $" & {people.Count - NamedPeople} more" : "");
        return zip is { } place ? string.Create(CultureInfo.InvariantCulture, $"{named} ({place:D5})") : named;
    }

    /// <summary>Both names: a surname alone is two people in many a practice.</summary>
    private static string Person(Prescriber prescriber) => prescriber.LastName.Length > 0
        ? $"{prescriber.FirstName} {prescriber.LastName}".TrimStart()
        : PrescriptionLines.PersonName(prescriber);
}
