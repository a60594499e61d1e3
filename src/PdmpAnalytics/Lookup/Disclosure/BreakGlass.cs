using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>
/// Opening in an emergency what stays closed otherwise: records of opioid treatment programs, to the person who treats or dispenses (42 CFR 2.51,
/// medical emergencies, which asks for the reason in writing). It opens nothing else and nobody else's data; auditors see every one.
/// </summary>
public static class BreakGlass
{
    /// <summary>A reason says something. Our choice, 2026-11-22.</summary>
    public const int ShortestReason = 20;

    /// <summary>Our choice, 2026-11-22.</summary>
    public const int LongestReason = 400;

    /// <summary>Our choice, 2026-11-22.</summary>
    private const int FewestWords = 3;

    private static readonly string[] Roles = ["pharmacist", "prescriber"];

    /// <summary>Why this inquiry may not override; null when it does not try to, or may.</summary>
    internal static Refusal? RefusalOf(PatientQuery query, Inquiry inquiry)
    {
        if (inquiry.Override.Length == 0)
        {
            return null;
        }

        if (!Roles.Contains(inquiry.Role, StringComparer.Ordinal) || inquiry.Purpose is not (QueryPurpose.Treatment or QueryPurpose.Dispensing))
        {
            return new Refusal(RefusalReason.NotAllowed, "In an emergency the pharmacist or prescriber opens the records, for treatment or dispensing; nobody else.");
        }

        if (inquiry.Override.Trim().Length is < ShortestReason or > LongestReason || Words(inquiry.Override).Distinct().Count() < FewestWords)
        {
            return new Refusal(RefusalReason.Incomplete, $"State the emergency in {FewestWords} words or more, {ShortestReason} to {LongestReason} characters.");
        }

        return Names(inquiry.Override, query)
            ? new Refusal(RefusalReason.Incomplete, "Leave the patient's name out of the reason: auditors read it, who may not see identity.")
            : null;
    }

    /// <summary>A name counts with an ending, too: a plural or a possessive is still the name.</summary>
    private static bool Names(string reason, PatientQuery query) => Words($"{query.LastName} {query.FirstName}")
        .Any(name => name.Length > 1 && Words(reason).Any(word => word == name || (name.Length > 2 && word.StartsWith(name, StringComparison.Ordinal))));

    private static string[] Words(string text) => NameNormalizer.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
