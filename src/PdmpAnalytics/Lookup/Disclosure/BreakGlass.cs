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

        if (inquiry.Emergency is not { } kind || !Enum.IsDefined(kind))
        {
            return new Refusal(RefusalReason.Incomplete, "State what kind of emergency it is.");
        }

        if (inquiry.Override.Trim().Length is < ShortestReason or > LongestReason || Words(inquiry.Override).Distinct().Count() < FewestWords)
        {
            return new Refusal(RefusalReason.Incomplete, $"State the emergency in {FewestWords} words or more, {ShortestReason} to {LongestReason} characters.");
        }

        return Names(inquiry.Override, $"{query.LastName} {query.FirstName}") ? Named : null;
    }

    /// <summary>Whether a reason names who was opened by any name on record: then it is kept without its words. Refusing would cost time, and confirm a guessed name.</summary>
    internal static bool Names(IReadOnlyList<PatientRecord> records, Inquiry inquiry) =>
        inquiry.Override.Length > 0 && records.Any(r => Names(inquiry.Override, $"{r.LastName} {r.FirstName}"));

    /// <summary>What is kept of a reason: its kind, and the words unless they name somebody, or may.</summary>
    internal static string Kept(Inquiry inquiry, bool withheld) => inquiry.Override.Length == 0 ? ""
        : $"{inquiry.Emergency}: {(withheld ? "words withheld, they may name somebody" : inquiry.Override)}";

    private static Refusal Named { get; } =
        new(RefusalReason.Incomplete, "Leave the patient's name out of the reason: auditors read it, who may not see identity.");

    /// <summary>A name counts as a plural or possessive, too; a longer word that only begins like it does not: Pat is no patient.</summary>
    private static bool Names(string reason, string person)
    {
        var words = Words(reason);
        return Words(person).Any(name => name.Length > 1 && words.Any(word => word == name || word == $"{name}S" || word == $"{name}ES"));
    }

    private static string[] Words(string text) => NameNormalizer.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
