using System.Security.Claims;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Web.Review;

/// <summary>Which queues somebody may see.</summary>
internal static class QueueAccess
{
    private static readonly Dictionary<ReviewQueueKind, IReadOnlyList<AccountRole>> Roles = new()
    {
        [ReviewQueueKind.Review] = [AccountRole.Analyst, AccountRole.Lead, AccountRole.ReadOnly],
        [ReviewQueueKind.Safety] = [AccountRole.Analyst, AccountRole.Lead, AccountRole.ReadOnly],
        [ReviewQueueKind.Data] = [AccountRole.Analyst, AccountRole.Lead, AccountRole.ReadOnly, AccountRole.Administrator],
        [ReviewQueueKind.Board] = [AccountRole.Lead],
        [ReviewQueueKind.Audit] = [AccountRole.Lead],
    };

    /// <summary>Every queue, in the order of their tabs.</summary>
    public static IEnumerable<ReviewQueueKind> All => Roles.Keys;

    public static IReadOnlyList<AccountRole> RolesOf(ReviewQueueKind queue) => Roles[queue];

    /// <summary>Name of the policy of a queue's own route.</summary>
    public static string PolicyOf(ReviewQueueKind queue) => $"queue-{AlertCodes.Of(queue)}";

    /// <summary>The queues somebody may see, in the order of their tabs.</summary>
    public static IReadOnlyList<ReviewQueueKind> For(ClaimsPrincipal user) => [.. All.Where(queue => Sees(user, queue))];

    public static bool Sees(ClaimsPrincipal user, ReviewQueueKind queue) =>
        Roles.TryGetValue(queue, out var roles) && roles.Any(role => user.IsInRole(role.Code()));

    /// <summary>Whether somebody may know whom an alert is about, and decide about it.</summary>
    public static bool Reviews(ClaimsPrincipal user) => user.IsInRole(AccountRole.Analyst.Code()) || user.IsInRole(AccountRole.Lead.Code());
}
