using PdmpAnalytics.Accounts;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Lookup.Disclosure;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>Who asks at the counter, by session and form. Whether they may is the library's to say.</summary>
internal static class Asker
{
    /// <summary>The first of them that an account has is the one it asks in: somebody who may ask themselves is nobody's delegate.</summary>
    private static readonly AccountRole[] Roles = [AccountRole.Pharmacist, AccountRole.Prescriber, AccountRole.Analyst, AccountRole.Lead, AccountRole.Delegate];

    public static Inquiry Of(HttpContext context, LookupForm form, QueryPurpose purpose) => new()
    {
        Account = context.User.Identity!.Name!,
        Role = RoleOf(context).Code(),
        Supervisor = RoleOf(context) == AccountRole.Delegate ? form.Supervisor ?? "" : "",
        Facility = FacilityOf(context),
        Override = form.Override?.Trim() ?? "",
        Emergency = Enum.TryParse<EmergencyKind>(form.Emergency, out var kind) ? kind : null,
        Purpose = purpose,
        CaseNumber = form.CaseNumber?.Trim() ?? "",
        Application = "web",
        ClientAddress = context.Connection.RemoteIpAddress?.ToString() ?? "",
    };

    /// <summary>As <see cref="Of"/>; an emergency opens one report on the page, and neither a file nor a check.</summary>
    public static Inquiry WithoutEmergency(HttpContext context, LookupForm form, QueryPurpose purpose) => Of(context, form, purpose) with { Override = "", Emergency = null };

    /// <summary>The pharmacy that a pharmacist or delegate works at; empty when none is stated.</summary>
    public static string FacilityOf(HttpContext context) => RoleOf(context) is AccountRole.Pharmacist or AccountRole.Delegate
        ? context.User.FindFirst(FacilityNumber.Claim)?.Value ?? ""
        : "";

    /// <summary>A note is the word of the person who answers for dispensing.</summary>
    public static bool MayNote(HttpContext context) => RoleOf(context) != AccountRole.Delegate;

    /// <summary>Only those who treat or dispense see the way to open closed records in an emergency.</summary>
    public static bool MayOpen(HttpContext context) => RoleOf(context) is AccountRole.Pharmacist or AccountRole.Prescriber;

    /// <summary>Asks as an analyst or lead.</summary>
    public static bool IsProgramme(HttpContext context) => RoleOf(context) is AccountRole.Analyst or AccountRole.Lead;

    /// <summary>For whom a delegate may ask; null for somebody who is none.</summary>
    public static async Task<IReadOnlyList<string>?> ForAsync(HttpContext context, DelegationService delegations) =>
        RoleOf(context) == AccountRole.Delegate ? await delegations.LiveSupervisorsAsync(context.User.Identity!.Name!, cancellation: context.RequestAborted) : null;

    private static AccountRole RoleOf(HttpContext context) => Roles.First(role => context.User.IsInRole(role.Code()));
}
