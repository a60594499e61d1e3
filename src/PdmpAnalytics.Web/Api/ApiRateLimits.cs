using System.Threading.RateLimiting;

namespace PdmpAnalytics.Web.Api;

/// <summary>Each key's and each person's own limit of requests a minute, in six steps so that it does not come back all at once.</summary>
internal sealed class ApiRateLimits : IDisposable
{
    private const int Steps = 6;

    private readonly PartitionedRateLimiter<ApiCaller> _limits = PartitionedRateLimiter.Create<ApiCaller, string>(caller => caller.RatePerMinute == 0
        ? RateLimitPartition.GetNoLimiter(caller.Actor)
        : RateLimitPartition.GetSlidingWindowLimiter(
            caller.Actor, _ => new SlidingWindowRateLimiterOptions { PermitLimit = caller.RatePerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = Steps }));

    /// <summary>A filter of the endpoints of the API.</summary>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        using var lease = _limits.AttemptAcquire(ApiCaller.Of(invocation.HttpContext));
        if (lease.IsAcquired)
        {
            return await next(invocation);
        }

        invocation.HttpContext.Response.Headers.RetryAfter = $"{60 / Steps}";
        return ApiProblem.For(invocation.HttpContext, StatusCodes.Status429TooManyRequests, "too-many-requests", "This caller has asked more often than it may. Wait, then ask again.");
    }

    /// <summary>Takes further requests at once; false when the key's minute has not as many left.</summary>
    public bool TryTake(ApiCaller caller, int requests)
    {
        if (caller.RatePerMinute == 0 || requests == 0)
        {
            return true;
        }

        if (requests > caller.RatePerMinute)
        {
            return false;
        }

        using var lease = _limits.AttemptAcquire(caller, requests);
        return lease.IsAcquired;
    }

    public void Dispose() => _limits.Dispose();
}
