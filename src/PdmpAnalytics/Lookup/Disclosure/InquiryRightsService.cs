using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>Says whether an inquiry may be asked at all: a delegate needs a live approval, an override a reason, an investigation a case. A delegate's refusal leaves an audit event.</summary>
public sealed class InquiryRightsService(DelegationService delegations, AuditLog audit)
{
    /// <summary>Role of an account that asks for a supervisor.</summary>
    public const string DelegateRole = "delegate";

    /// <summary>Our choice, 2026-11-22: as docket numbers are written.</summary>
    public const int LongestCaseNumber = 40;

    /// <summary>Whoever asks about somebody in front of them, and the systems they ask through.</summary>
    private static readonly string[] CounterRoles = ["pharmacist", "prescriber", "practitioner", DelegateRole, Inquiry.ProgramRole];

    /// <returns>Null when it may be asked; else NotAllowed or Incomplete.</returns>
    internal async Task<Refusal?> RefusalOfAsync(PatientQuery query, Inquiry inquiry, CancellationToken cancellation)
    {
        if (BreakGlass.RefusalOf(query, inquiry) is { } unreasoned)
        {
            return unreasoned;
        }

        if (CounterRoles.Contains(inquiry.Role, StringComparer.Ordinal) && inquiry.Purpose is (QueryPurpose.Audit or QueryPurpose.Investigation))
        {
            return new Refusal(RefusalReason.NotAllowed, "The counter and the practice ask for treatment or dispensing; audits and investigations are the programme's.");
        }

        if (inquiry.Purpose == QueryPurpose.Investigation ? !IsCaseNumber(inquiry.CaseNumber) : inquiry.CaseNumber.Length > 0)
        {
            return new Refusal(
                RefusalReason.Incomplete, $"An investigation, and nothing else, has a case number: at most {LongestCaseNumber} letters, digits and . - / _.");
        }

        if (inquiry.Role != DelegateRole)
        {
            return null;
        }

        // A program's delegate is named by the account that holds the approval, and works at the program's pharmacy.
        var supervisors = inquiry.User.Length > 0 ? await delegations.LiveSupervisorsAsync(inquiry.User, inquiry.Facility, cancellation)
            : await delegations.LiveSupervisorsAsync(inquiry.Account, null, cancellation);
        if (supervisors.Contains(inquiry.Supervisor, inquiry.User.Length > 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        await audit.AppendAsync(
            new AuditEntry(inquiry.Account, "delegate.refused", "patient", $"purpose={inquiry.Purpose};supervisor={Known(inquiry.Supervisor)}{inquiry.UserDetail}"), cancellation);
        return new Refusal(RefusalReason.NotAllowed, supervisors.Count == 0
            ? "A delegate looks up once a supervisor and the programme have approved it. Ask for it under Delegates."
            : "State for which supervisor you look up: one whose approval holds today.");
    }

    private static bool IsCaseNumber(string text) =>
        text.Length is > 0 and <= LongestCaseNumber && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or '_');

    /// <summary>What was typed is logged only if it can be an account's name.</summary>
    private static string Known(string supervisor) => supervisor.Length is > 0 and <= 64 && supervisor.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+') ? supervisor : "none";
}
