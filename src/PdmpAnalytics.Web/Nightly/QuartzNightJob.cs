using PdmpAnalytics.Nightly;
using Quartz;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>The night's job as Quartz runs it: one at a time, begun again on another host when this one dies.</summary>
[DisallowConcurrentExecution]
internal sealed class QuartzNightJob(NightJobService night) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await night.RunAsync(cancellationToken);
}
