using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients;

/// <summary>
/// Which records are certainly one person: equal normalised name with generation, birth date, sex and species, and an equal
/// id, phone, or house number with ZIP code. Records connected through others belong together too, so the order of arrival does not matter.
/// Where records of one base key bear different full middle names, a door or telephone joins only those that bear the same: MARIA ELENA and
/// MARIA LUISA may be twins of one household, and a MARIA beside them either. What that leaves apart is for linkage by weights.
/// </summary>
public static class ExactIdentity
{
    /// <summary>
    /// The key that records of one person share, and strangers too: never enough alone. Sex U counts as not reported. When
    /// name or birth date is a placeholder the key is that of the record alone.
    /// </summary>
    public static byte[] BaseKey(PatientParticulars particulars)
    {
        var name = NameNormalizer.Normalize(particulars.LastName, particulars.FirstName, particulars.Suffix);
        if (Placeholders.IsName(name.Last) || Placeholders.IsName(name.First) || Placeholders.IsBirthDate(particulars.BirthDate))
        {
            return particulars.Key();
        }

        return IdentityKey.Of(
            name.Last, name.First, name.Suffix, particulars.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            particulars.Sex == "U" ? "" : particulars.Sex, particulars.Animal ? "animal" : "");
    }

    /// <summary>The particulars that join records of one <see cref="BaseKey"/>; placeholders left out. At most three.</summary>
    public static IReadOnlyList<string> JoiningKeys(string idValue, byte idQualifier, string address, string zip, string phone)
    {
        var keys = new List<string>(3);

        // Without separators, so that 999-99-9999 is a placeholder too.
        var id = LinkText.Id(idValue);
        if (id.Length > 0)
        {
            keys.Add(string.Create(CultureInfo.InvariantCulture, $"id {idQualifier} {id}"));
        }

        var five = zip.Length >= 5 ? zip[..5] : "";
        if (!Placeholders.IsZip(five) && StreetLine.Of(address, "").Number is { Length: > 0 } house)
        {
            // Forty thousand people share a ZIP code, and a hundred of them a name and 1 January where papers give the year only.
            keys.Add($"place {five} {house}");
        }

        // A leading 1 is the country's code.
        var number = phone is ['1', ..] && phone.Length == 11 ? phone[1..] : phone;
        if (!Placeholders.IsPhone(number))
        {
            keys.Add("phone " + number);
        }

        return keys;
    }

    /// <summary>A middle name in one spelling, without blanks; empty for an initial, a placeholder and none.</summary>
    public static string FullMiddleName(string middleName)
    {
        var name = NameNormalizer.Fold(middleName).Replace(" ", "", StringComparison.Ordinal);
        return name.Length < 2 || Placeholders.IsName(name) ? "" : name;
    }

    /// <summary>True when records of one base key bear different full middle names.</summary>
    public static bool HaveOtherMiddleNames(IEnumerable<string> fullMiddleNames) =>
        fullMiddleNames.Where(name => name.Length > 0).Distinct().Take(2).Count() > 1;

    /// <summary>What is left of a record's joining keys where <see cref="HaveOtherMiddleNames"/>: its id, and its doors together with its middle name.</summary>
    public static IEnumerable<string> KeysWithMiddleName(IEnumerable<string> joiningKeys, string fullMiddleName) => joiningKeys
        .Where(key => IsId(key) || fullMiddleName.Length > 0)
        .Select(key => IsId(key) ? key : $"{key} {fullMiddleName}");

    /// <summary>True for a joining key that is an id, unlike one of a door or telephone.</summary>
    internal static bool IsId(string joiningKey) => joiningKey.StartsWith("id ", StringComparison.Ordinal);

    /// <summary>
    /// Groups records of one base key. Known records of one patient stay together; a group takes the lowest known patient id,
    /// and the other ids in it are merged into that one.
    /// </summary>
    /// <param name="records">Known ones (with a patient) and new ones (without), in order of arrival.</param>
    public static IReadOnlyList<IReadOnlyList<IdentityCandidate>> Groups(IReadOnlyList<IdentityCandidate> records)
    {
        if (records.Count == 1)
        {
            return [records];
        }

        var group = new int[records.Count];
        var firstWith = new Dictionary<string, int>();
        var several = HaveOtherMiddleNames(records.Select(r => r.MiddleName));
        for (var i = 0; i < records.Count; i++)
        {
            group[i] = i;
            if (records[i].PatientId is { } patient)
            {
                Join(string.Create(CultureInfo.InvariantCulture, $"patient {patient}"), i);
            }

            foreach (var key in several ? KeysWithMiddleName(records[i].JoiningKeys, records[i].MiddleName) : records[i].JoiningKeys)
            {
                Join(key, i);
            }
        }

        return [.. Enumerable.Range(0, records.Count).GroupBy(Root, i => records[i]).Select(g => g.ToList())];

        void Join(string key, int record)
        {
            if (!firstWith.TryAdd(key, record))
            {
                group[Root(record)] = Root(firstWith[key]);
            }
        }

        int Root(int i)
        {
            while (group[i] != i)
            {
                i = group[i] = group[group[i]];
            }

            return i;
        }
    }
}

/// <summary>A record as the grouping sees it. Prints nothing personal.</summary>
/// <param name="RecordId">The record's id.</param>
/// <param name="PatientId">The patient it was resolved to; null for a new record.</param>
/// <param name="JoiningKeys">See <see cref="ExactIdentity.JoiningKeys"/>.</param>
/// <param name="MiddleName">See <see cref="ExactIdentity.FullMiddleName"/>.</param>
public sealed record IdentityCandidate(long RecordId, long? PatientId, IReadOnlyList<string> JoiningKeys, string MiddleName = "")
{
    public override string ToString() => $"patient record {RecordId}";
}
