using Microsoft.AspNetCore.Authorization;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Security;

/// <summary>Who may do what, by role. Every route names one of these, <c>AllowAnonymous</c>, or nothing: then any signed-in account.</summary>
internal static class Policies
{
    /// <summary>Queues and alerts as they are listed, without a patient's identity.</summary>
    public const string SeeQueue = "see-queue";

    /// <summary>Open alerts, see whom they are about, decide.</summary>
    public const string Review = "review";

    /// <summary>Assign other people's work, second approvals.</summary>
    public const string Lead = "lead";

    /// <summary>Look a patient up at the counter or in the practice.</summary>
    public const string LookUp = "look-up";

    /// <summary>Approvals of delegates, each what concerns them.</summary>
    public const string Delegates = "delegates";

    /// <summary>Answer for delegates.</summary>
    public const string Supervise = "supervise";

    /// <summary>Nights, submissions, settings.</summary>
    public const string Operate = "operate";

    /// <summary>Accounts and their keys.</summary>
    public const string ManageAccounts = "manage-accounts";

    /// <summary>The audit log.</summary>
    public const string Audit = "audit";

    /// <summary>One's own account: open to a session that still lacks its second factor.</summary>
    public const string OwnAccount = "own-account";

    public static IReadOnlyList<AccountRole> Everybody { get; } = Enum.GetValues<AccountRole>();

    private static readonly Dictionary<string, IReadOnlyList<AccountRole>> Roles = new()
    {
        [SeeQueue] = [AccountRole.Analyst, AccountRole.Lead, AccountRole.ReadOnly, AccountRole.Administrator],
        [Review] = [AccountRole.Analyst, AccountRole.Lead],
        [Lead] = [AccountRole.Lead],
        [LookUp] = [AccountRole.Pharmacist, AccountRole.Prescriber, AccountRole.Delegate, AccountRole.Analyst, AccountRole.Lead],
        [Delegates] = [AccountRole.Pharmacist, AccountRole.Prescriber, AccountRole.Delegate, AccountRole.Administrator],
        [Supervise] = [AccountRole.Pharmacist, AccountRole.Prescriber],
        [Operate] = [AccountRole.Administrator, AccountRole.Lead],
        [ManageAccounts] = [AccountRole.Administrator],
        [Audit] = [AccountRole.Auditor],
    };

    /// <summary>The roles a policy lets in.</summary>
    public static IReadOnlyList<AccountRole> RolesOf(string policy) => Roles[policy];

    public static void Add(AuthorizationBuilder authorization)
    {
        foreach (var (name, roles) in Roles)
        {
            Add(authorization, name, roles);
        }

        authorization.AddPolicy(OwnAccount, policy => policy.RequireAuthenticatedUser());
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new SecondFactorIfRequired()).Build());
    }

    /// <summary>A policy of a feature's own, which lets these roles in.</summary>
    public static void Add(AuthorizationBuilder authorization, string name, IReadOnlyList<AccountRole> roles) => authorization.AddPolicy(
        name, policy => policy.RequireAuthenticatedUser().AddRequirements(new SecondFactorIfRequired()).RequireRole(roles.Select(AccountRoles.Code)));
}
