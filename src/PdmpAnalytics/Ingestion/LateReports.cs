namespace PdmpAnalytics.Ingestion;

/// <summary>Replays the late keys of a plan with the reports the store lists of them.</summary>
internal sealed class LateReports(LoadScope scope, RecordPlan plan)
{
    public async Task ReplayAsync(RecordReports records, CancellationToken cancellationToken)
    {
        if (plan.Late.Count == 0)
        {
            return;
        }

        var listed = await scope.Writer.FindReportsAsync(
            scope.Db, [.. plan.Late.Where(l => l.Stored.HasReports).Select(l => l.Key)], cancellationToken);
        foreach (var late in plan.Late)
        {
            plan.Replay(late, listed.TryGetValue(late.Key, out var reports) ? reports : [], records);
        }
    }
}
