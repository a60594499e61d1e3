using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Practices;

/// <summary>Names practices for the text of findings: the organisation, or the people who write there, and the ZIP.</summary>
internal static class PracticeNaming
{
    /// <summary>People named before the rest are counted (our choice, 2026-11-22).</summary>
    private const int NamedPeople = 2;

    /// <summary>Names by practice id; empty where no practice has the id.</summary>
    public static string[] Name(IReadOnlyList<PrescriberNumber> prescribers, PracticeSite[] sites, PrescriberSiteFacts[] facts)
    {
        var lastNames = prescribers.ToDictionary(p => p.Id, p => p.LastName);
        var names = new string[facts.Length];
        Array.Fill(names, "");
        foreach (var practice in sites.GroupBy(s => facts[s.Id].PracticeId))
        {
            names[practice.Key] = Name([.. practice], site => facts[site.Id].PrescriberId, lastNames);
        }

        return names;
    }

    private static string Name(PracticeSite[] sites, Func<PracticeSite, int> personOf, Dictionary<int, string> lastNames)
    {
        var organisation = Commonest(sites, s => s.Organisation);
        var who = organisation.Length > 0 ? organisation : People(sites, personOf, lastNames);
        var zip = Commonest(sites, s => s.Zip == 0 ? "" : s.Zip.ToString("D5", CultureInfo.InvariantCulture));
        return zip.Length > 0 ? $"{who} ({zip})" : who;
    }

    private static string People(PracticeSite[] sites, Func<PracticeSite, int> personOf, Dictionary<int, string> lastNames)
    {
        var people = sites.GroupBy(personOf)
            .OrderByDescending(p => p.Sum(s => s.Fills))
            .ThenBy(p => p.Key)
            .Select(p => Commonest([.. p], s => lastNames[s.PrescriberId]) is { Length: > 0 } name ? name : $"prescriber {p.Key}")
            .ToArray();
        var named = string.Join(", ", people.Take(NamedPeople));
        return people.Length > NamedPeople ? $"{named} and {people.Length - NamedPeople} more" : named;
    }

    /// <summary>The text that most fills carry, blank text aside; equal shares go by spelling.</summary>
    private static string Commonest(PracticeSite[] sites, Func<PracticeSite, string> text) => sites
        .GroupBy(text)
        .Where(g => g.Key.Length > 0)
        .OrderByDescending(g => g.Sum(s => s.Fills))
        .ThenBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => g.Key)
        .FirstOrDefault("");
}
