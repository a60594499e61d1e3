using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>The person at a pharmacy's or practice's system who asks through its key (domain reference 5.3: user, role, licence, supervisor of a delegate).</summary>
/// <param name="Id">The system's own name for the person; for a delegate the account that holds the approval.</param>
/// <param name="Role">pharmacist, prescriber, practitioner or delegate.</param>
/// <param name="Licence">NPI, DEA number, or a state's licence as <c>MN-123456</c>; a delegate may have none.</param>
/// <param name="Supervisor">Account for whom a delegate asks; empty for everybody else.</param>
public sealed record EndUser(string Id, string Role, string Licence, string Supervisor)
{
    /// <summary>Our choice, 2026-11-22: as long as an account's name.</summary>
    public const int LongestId = 64;

    /// <summary>Our choice, 2026-11-22: states' licences have up to a dozen signs.</summary>
    public const int LongestLicence = 24;

    private static readonly string[] Roles = ["pharmacist", "prescriber", "practitioner", InquiryRightsService.DelegateRole];

    /// <summary>What keeps it from being believed; null when nothing does. Never quotes a value.</summary>
    public QueryFault? Fault()
    {
        var isDelegate = Role == InquiryRightsService.DelegateRole;
        return !IsName(Id) ? new QueryFault("user-unreadable", "user.id", $"Name the person who asks by at most {LongestId} letters, digits and . - _ @ +.")
            : !Roles.Contains(Role, StringComparer.Ordinal) ? new QueryFault("role-unknown", "user.role", "Give the person's role: pharmacist, prescriber or delegate.")
            : !IsLicence(Licence, needed: !isDelegate) ? new QueryFault("licence-invalid", "user.licence", "Give the person's NPI or DEA number with a check digit that holds, or a state licence such as MN-123456.")
            : Role is "prescriber" or "practitioner" && !IsNumber(Licence) ? new QueryFault("licence-invalid", "user.licence", "A prescriber is known by an NPI or DEA number.")
            : isDelegate && !IsName(Supervisor) ? new QueryFault("supervisor-missing", "user.supervisor", "A delegate states for which supervisor's account it asks.")
            : !isDelegate && Supervisor.Length > 0 ? new QueryFault("supervisor-unasked", "user.supervisor", "Only a delegate asks for a supervisor.")
            : null;
    }

    /// <summary>An NPI or DEA number whose check digit holds.</summary>
    public static bool IsNumber(string text) => Npi.IsValid(text) || (text.Length == 9 && DeaNumber.IsValid(text));

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+');

    /// <summary>What has the form of an NPI or DEA number must pass its check; a state's licence bears the state and a hyphen.</summary>
    private static bool IsLicence(string text, bool needed) => text.Length == 0 ? !needed
        : text.Length <= LongestLicence && (IsNumber(text)
            || (text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', '-', _, _, ..] && text.Skip(3).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')));

    public override string ToString() => "an end user";
}
