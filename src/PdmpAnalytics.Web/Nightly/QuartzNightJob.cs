using PdmpAnalytics.Nightly;
using Quartz;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>
/// The night's job as Quartz runs it: one at a time, begun again on another host when this one dies. When the host is asked to end, the
/// night stops between two patients; Quartz's tries, on this host or another, go on with it.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class QuartzNightJob(NightJobService night, IHostApplicationLifetime host) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        await night.RunAsync(cancellation: stop.Token);
    }
}
