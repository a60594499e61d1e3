namespace PdmpAnalytics.Ingestion;

/// <summary>Takes back whole transactions, key by key at their place in the effective order, in pieces of constant size.</summary>
internal sealed class Withdrawals(LoadScope scope, RecordPlan plan, LateReports late, PlanWriter planWriter)
{
    /// <summary>Lines of the withdrawn file looked for at a time; SQLite reads all dispensations for each. Our choice, 2026-11-22.</summary>
    private const int LinesAtATime = 262_144;

    private readonly StoredKey[] _stored = new StoredKey[RecordBatch.Capacity];
    private readonly RecordBatch _noRecords = new();

    /// <summary>Withdraws a transaction.</summary>
    /// <param name="gone">Told the dispenser of each dispensation that goes.</param>
    public async Task RunAsync(Withdrawal withdrawal, Action<int> gone, CancellationToken cancellationToken)
    {
        var target = withdrawal.Target;
        for (long first = target.FirstLine; first <= target.LastLine; first += LinesAtATime)
        {
            var last = (int)Math.Min(first + LinesAtATime - 1, target.LastLine);
            var keys = await scope.Writer.FindSubmittedAsync(scope.Db, target.SubmissionId, (int)first, last, cancellationToken);
            keys.Sort();
            foreach (var piece in keys.Chunk(RecordBatch.Capacity))
            {
                await RunAsync(piece, withdrawal.Report, gone, cancellationToken);
            }
        }
    }

    private async Task RunAsync(RecordKey[] keys, KeyReport report, Action<int> gone, CancellationToken cancellationToken)
    {
        plan.Clear();
        await scope.Writer.FindAsync(scope.Db, keys, _stored, cancellationToken);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = new LateKey(keys[i], _stored[i]);
            key.Withdrawals.Add(report);
            plan.Late.Add(key);
        }

        await late.ReplayAsync(RecordReports.None, cancellationToken);
        foreach (var key in plan.Late.Zip(plan.Keys).Where(k => k.First.Stored.Version.IsStored && k.Second.Version == default))
        {
            gone(key.First.Key.DispenserId);
        }

        await planWriter.WriteAsync(plan, _noRecords, cancellationToken);
    }
}
