using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>Says whether an inquiry may be asked at all: a delegate needs a live approval, an override a reason. A delegate's refusal leaves an audit event.</summary>
public sealed class InquiryRightsService(DelegationService delegations, AuditLog audit)
{
    /// <summary>Role of an account that asks for a supervisor.</summary>
    public const string DelegateRole = "delegate";

    private static readonly string[] CounterRoles = ["pharmacist", "prescriber", DelegateRole];

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

        if (inquiry.Role != DelegateRole)
        {
            return null;
        }

        var supervisors = await delegations.LiveSupervisorsAsync(inquiry.Account, cancellation);
        if (supervisors.Contains(inquiry.Supervisor, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        await audit.AppendAsync(
            new AuditEntry(inquiry.Account, "delegate.refused", "patient", $"purpose={inquiry.Purpose};supervisor={Known(inquiry.Supervisor)}"), cancellation);
        return new Refusal(RefusalReason.NotAllowed, supervisors.Count == 0
            ? "A delegate looks up once a supervisor and the programme have approved it. Ask for it under Delegates."
            : "State for which supervisor you look up: one whose approval holds today.");
    }

    /// <summary>What was typed is logged only if it can be an account's name.</summary>
    private static string Known(string supervisor) => supervisor.Length is > 0 and <= 64 && supervisor.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+') ? supervisor : "none";
}
