using System.Buffers;
using System.Text;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>Something about a query that keeps it from being asked.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Field">Name of the query's item, camelCase.</param>
/// <param name="Message">What to write instead. Never the value.</param>
public sealed record QueryFault(string Code, string Field, string Message);

/// <summary>Whether a query can be asked at all; pure.</summary>
public static class QueryChecks
{
    /// <summary>Longest name, address and id that a record can hold (ASAP 5.0: PAT07 and PAT08 50, PAT12 55).</summary>
    private const int LongestText = 60;

    /// <summary>Nobody alive is older (RecordChecks E032: an age above 120 is a fault).</summary>
    private const int OldestYears = 120;

    private static readonly SearchValues<char> NeverInNames = SearchValues.Create("<>;=%\"\\|{}*?@#$");

    /// <summary>Every fault, in order of the items; empty for a query that can be asked.</summary>
    /// <param name="today">Nobody asked about is born later.</param>
    public static IReadOnlyList<QueryFault> Of(PatientQuery query, DateOnly today)
    {
        var faults = new List<QueryFault>();
        Name(faults, "lastName", "last name", query.LastName, needed: true);
        Name(faults, "firstName", "first name", query.FirstName, needed: true);
        Name(faults, "middleName", "middle name", query.MiddleName, needed: false);
        Name(faults, "suffix", "suffix", query.Suffix, needed: false);
        if (query.BirthDate > today || query.BirthDate < today.AddYears(-OldestYears))
        {
            faults.Add(new QueryFault("birth-date-impossible", "birthDate", $"Give a birth date in the last {OldestYears} years, as yyyy-MM-dd."));
        }

        if (query.Sex is not ("" or "F" or "M" or "U" or "X" or "N"))
        {
            faults.Add(new QueryFault("sex-unknown", "sex", "Give the sex as F or M, or leave it out."));
        }

        if (query.Zip.Length > 0 && !IsZip(query.Zip))
        {
            faults.Add(new QueryFault("zip-unreadable", "zip", "Give the ZIP code as five digits."));
        }

        if (query.Phone.Length > 0 && query.Phone.Count(char.IsAsciiDigit) is not (10 or 11))
        {
            faults.Add(new QueryFault("phone-unreadable", "phone", "Give the telephone number with its ten digits."));
        }

        Text(faults, "address", "address", query.Address);
        Text(faults, "idNumber", "id number", query.IdNumber);
        return faults;
    }

    private static void Name(List<QueryFault> faults, string field, string words, string value, bool needed)
    {
        if (value.Trim().Length == 0)
        {
            if (needed)
            {
                faults.Add(new QueryFault("name-missing", field, $"Give the {words}."));
            }

            return;
        }

        Text(faults, field, words, value);
        if (!value.Any(char.IsLetter) || value.AsSpan().ContainsAny(NeverInNames))
        {
            faults.Add(new QueryFault("name-unreadable", field, $"The {words} holds signs that no name has."));
        }
    }

    private static void Text(List<QueryFault> faults, string field, string words, string value)
    {
        if (value.Length > LongestText)
        {
            faults.Add(new QueryFault("text-too-long", field, $"The {words} is longer than {LongestText} characters."));
        }
        else if (value.Any(char.IsControl) || !IsWellFormed(value))
        {
            faults.Add(new QueryFault("text-unreadable", field, $"The {words} holds signs that cannot be read."));
        }
    }

    /// <summary>False for half a surrogate pair, which no database takes.</summary>
    private static bool IsWellFormed(string value)
    {
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    private static bool IsZip(string zip) => zip.Count(char.IsAsciiDigit) is 5 or 9 && zip.All(c => char.IsAsciiDigit(c) || c is '-' or ' ');
}
