using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>Registers what the queue and alert pages need.</summary>
internal static class ReviewSetup
{
    public static void AddReview(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlertOpening>();
        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (var queue in QueueAccess.All)
        {
            Policies.Add(authorization, QueueAccess.PolicyOf(queue), QueueAccess.RolesOf(queue));
        }
    }
}
