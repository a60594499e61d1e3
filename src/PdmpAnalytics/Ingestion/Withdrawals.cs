using Microsoft.EntityFrameworkCore;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Takes back whole transactions: their dispensations key by key at their place in the effective order, in pieces of constant
/// size; their rejected records, which nobody has to correct any more; and what was loaded as correction of such a record.
/// </summary>
internal sealed class Withdrawals(LoadScope scope, RecordPlan plan, LateReports late, PlanWriter planWriter, RejectedRecords rejected)
{
    /// <summary>Lines of the withdrawn file looked for at a time; SQLite reads all dispensations for each. Our choice, 2026-11-22.</summary>
    private const int LinesAtATime = 262_144;

    private readonly StoredKey[] _stored = new StoredKey[RecordBatch.Capacity];
    private readonly RecordBatch _noRecords = new();

    /// <summary>Withdraws a transaction.</summary>
    /// <param name="gone">Told the dispenser of each dispensation that goes.</param>
    /// <returns>False when nothing of it was in force or to be corrected.</returns>
    public async Task<bool> RunAsync(Withdrawal withdrawal, Action<int> gone, CancellationToken cancellationToken)
    {
        var isChanged = false;
        await TakeBackAsync(withdrawal, LinesAtATime, Goes, cancellationToken);
        if (!withdrawal.IsAfterTarget)
        {
            return isChanged;
        }

        foreach (var correction in await CorrectionsAsync(withdrawal.Target, cancellationToken))
        {
            // A correction is a file of one record: its lines are looked for at once.
            await TakeBackAsync(new Withdrawal(withdrawal.Void, correction, withdrawal.First, OfCorrection: true), int.MaxValue, Goes, cancellationToken);
        }

        return await rejected.WithdrawAsync(withdrawal, cancellationToken) || isChanged;

        void Goes(int dispenser)
        {
            isChanged = true;
            gone(dispenser);
        }
    }

    private async Task TakeBackAsync(Withdrawal withdrawal, int linesAtATime, Action<int> gone, CancellationToken cancellationToken)
    {
        var target = withdrawal.Target;
        for (long first = target.FirstLine; first <= target.LastLine; first += linesAtATime)
        {
            var last = (int)Math.Min(first + linesAtATime - 1, target.LastLine);
            var keys = await scope.Writer.FindSubmittedAsync(scope.Db, target.SubmissionId, (int)first, last, cancellationToken);
            keys.Sort();
            foreach (var piece in keys.Chunk(RecordBatch.Capacity))
            {
                await TakeBackAsync(piece, withdrawal.Report, gone, cancellationToken);
            }
        }
    }

    private async Task TakeBackAsync(RecordKey[] keys, KeyReport report, Action<int> gone, CancellationToken cancellationToken)
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

    /// <summary>The transactions that were loaded as corrections of a transaction's rejected records.</summary>
    private Task<List<SubmittedTransaction>> CorrectionsAsync(SubmittedTransaction target, CancellationToken cancellationToken) =>
        scope.Db.Set<Submission>()
            .Where(s => s.CorrectsSubmissionId == target.SubmissionId && s.CorrectsLine >= target.FirstLine && s.CorrectsLine <= target.LastLine)
            .Join(scope.Db.Set<SubmittedTransaction>().AsNoTracking(), s => s.Id, t => t.SubmissionId, (s, t) => t)
            .OrderBy(t => t.SubmissionId).ToListAsync(cancellationToken);
}
