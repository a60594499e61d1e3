using System.Threading.RateLimiting;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Api;

/// <summary>Each key's own limit of requests a minute, in six steps so that it does not come back all at once.</summary>
internal sealed class ApiRateLimits : IDisposable
{
    private const int Steps = 6;

    private readonly PartitionedRateLimiter<ApiKey> _limits = PartitionedRateLimiter.Create<ApiKey, string>(key => key.RatePerMinute == 0
        ? RateLimitPartition.GetNoLimiter(key.Id)
        : RateLimitPartition.GetSlidingWindowLimiter(
            key.Id, _ => new SlidingWindowRateLimiterOptions { PermitLimit = key.RatePerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = Steps }));

    /// <summary>A filter of the endpoints that keys may call.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        using var lease = _limits.AttemptAcquire(ApiKeyAuthentication.KeyOf(invocation.HttpContext));
        if (lease.IsAcquired)
        {
            return await next(invocation);
        }

        invocation.HttpContext.Response.Headers.RetryAfter = $"{60 / Steps}";
        return ApiProblem.For(invocation.HttpContext, StatusCodes.Status429TooManyRequests, "too-many-requests", "This key has asked more often than it may. Wait, then ask again.");
    }

    public void Dispose() => _limits.Dispose();
}
