using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>Takes the checked batches of one file into the store, inside one transaction.</summary>
internal sealed class BatchWriter
{
    private readonly LoadScope _scope;
    private readonly RecordChecks _checks;
    private readonly TransactionRegister _register;
    private readonly FileAccount _account;
    private readonly RecordPlan _plan;
    private readonly StoreIds _ids;
    private readonly PlanWriter _planWriter;
    private readonly RejectedRecords _rejected;
    private readonly LateReports _late;
    private readonly Withdrawals _withdrawals;
    private readonly RecordKey[] _keys = new RecordKey[RecordBatch.Capacity];
    private readonly StoredKey[] _stored = new StoredKey[RecordBatch.Capacity];
    private readonly int[] _order = new int[RecordBatch.Capacity];

    public BatchWriter(LoadScope scope, RecordChecks checks, TransactionRegister register, FileAccount account)
    {
        (_scope, _checks, _register, _account) = (scope, checks, register, account);
        _plan = new RecordPlan(scope.Options.RevisionOfUnknown == UnknownRevision.Refuse);
        _ids = new StoreIds(scope.Db, scope.Bulk);
        _planWriter = new PlanWriter(scope, _ids, checks);
        _rejected = new RejectedRecords(scope);
        _late = new LateReports(scope, _plan);
        _withdrawals = new Withdrawals(scope, _plan, _late, _planWriter, _rejected);
    }

    /// <summary>The highest version id given so far.</summary>
    public long LastVersion => _planWriter.LastVersion;

    /// <summary>True when it corrects a record whose dispensation was reported well again after that.</summary>
    public bool IsOvertaken { get; private set; }

    public IReadOnlyList<UnknownProduct> UnknownProducts => _planWriter.UnknownProducts;

    public async Task WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        await _register.AddAsync(batch.NewTransactions, cancellationToken);
        await _ids.ResolveDispensersAsync(Dispensers(batch), _checks.Dispensers, cancellationToken);
        await PlanAsync(batch, cancellationToken);
        _account.Take(batch, _plan, _ids.Dispenser);
        // Before the records take the store's ids: their identities are found by the file's.
        Reject(batch);
        await _planWriter.WriteAsync(_plan, batch, cancellationToken);
        await _rejected.SaveAsync(cancellationToken);
        await _rejected.CloseAsync(Good(batch), cancellationToken);
        await SaveZeroReportsAsync(_register.Transactions.Count, cancellationToken);
    }

    /// <summary>Writes what can only be written when the whole file is there.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await SaveZeroReportsAsync(int.MaxValue, cancellationToken);
        foreach (var waiting in _register.Waiting())
        {
            _account.Faults.Add(new FileFault(SubmissionErrorCode.TargetNotFound, waiting.FirstLine, "TH02"));
        }

        var effects = new Dictionary<SubmittedTransaction, bool>();
        foreach (var withdrawal in await _register.WithdrawalsAsync(cancellationToken))
        {
            var isChanged = await _withdrawals.RunAsync(withdrawal, _account.TakeWithdrawn, cancellationToken);
            effects[withdrawal.Void] = isChanged || effects.GetValueOrDefault(withdrawal.Void);
        }

        foreach (var (idle, _) in effects.Where(e => !e.Value && e.Key.SubmissionId == _scope.SubmissionId))
        {
            _account.Faults.Add(new FileFault(SubmissionErrorCode.VoidFileWithoutEffect, idle.FirstLine, "TH02"));
        }

        await _ids.StateDispensersAsync(_account.Statements(), _checks.Dispensers, cancellationToken);
        await _planWriter.EndAsync(cancellationToken);
        await _scope.Bulk.InsertAsync(_scope.Db, _register.Transactions, cancellationToken);
        await _scope.Bulk.InsertAsync(_scope.Db, _account.Tally.Submissions(_scope.SubmissionId, _scope.ReceivedAt), cancellationToken);
        await _scope.Writer.AddFiguresAsync(_scope.Db, _account.Tally.Months(), cancellationToken);
    }

    private async Task PlanAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            ref var record = ref batch.Records[i];
            ref var fill = ref record.Fill;
            fill.DispenserId = _ids.Dispenser(record.Dispenser);
            _keys[i] = new RecordKey(fill.FilledDay, fill.DispenserId, fill.RxKey, fill.FillNumber, fill.PartialFill);
        }

        await _scope.Writer.FindAsync(_scope.Db, _keys.AsMemory(0, batch.Count), _stored.AsMemory(0, batch.Count), cancellationToken);
        if (_scope.Rejected is { } rejected)
        {
            IsOvertaken |= await IsOvertakenAsync(rejected, batch, cancellationToken);
        }

        var reports = new RecordReports(batch.Records, _keys, _scope.SubmissionId, _register.Times);
        _plan.Take(reports, Ordered(batch), _stored);
        await _late.ReplayAsync(reports, cancellationToken);
    }

    /// <summary>A correction that says what is in force replaces nothing, and closes its record.</summary>
    private async Task<bool> IsOvertakenAsync(KeyReport rejected, RecordBatch batch, CancellationToken cancellationToken)
    {
        var known = Enumerable.Range(0, batch.Count)
            .Where(i => _stored[i].Exists && !IsInForce(in _stored[i], in batch.Records[i])).ToList();
        var listed = await _scope.Writer.FindReportsAsync(
            _scope.Db, [.. known.Where(i => _stored[i].HasReports).Select(i => _keys[i])], cancellationToken);
        return known.Exists(i => LaterReports.Overtake(
            listed.TryGetValue(_keys[i], out var reports) ? reports : [_stored[i].OnlyReport], rejected,
            _scope.Options.RevisionOfUnknown == UnknownRevision.Refuse));
    }

    private static bool IsInForce(in StoredKey stored, in CheckedRecord record) =>
        record.Status != ReportStatus.Void && stored.Live.Exists && stored.ContentHash == record.ContentHash;

    /// <summary>The records in effective order, without those of transactions that were loaded before.</summary>
    private ReadOnlySpan<int> Ordered(RecordBatch batch)
    {
        var count = 0;
        var isOrdered = true;
        var last = long.MinValue;
        for (var i = 0; i < batch.Count; i++)
        {
            var transaction = batch.Records[i].Transaction;
            if (_register.IsCopy(transaction))
            {
                _plan.Outcomes[i] = ReportOutcome.Duplicate;
                continue;
            }

            var time = _register.Times[transaction - 1];
            isOrdered &= time >= last;
            last = time;
            _order[count++] = i;
        }

        var order = _order.AsSpan(0, count);
        if (!isOrdered)
        {
            order.Sort((a, b) => (Time(a), a).CompareTo((Time(b), b)));
        }

        return order;

        long Time(int record) => _register.Times[batch.Records[record].Transaction - 1];
    }

    private void Reject(RecordBatch batch)
    {
        foreach (var failed in batch.Failed)
        {
            _rejected.Add(failed, failed.Dispenser >= 0 ? _ids.Dispenser(failed.Dispenser) : null);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            if (_plan.Outcomes[i].IsRejected())
            {
                ref readonly var record = ref batch.Records[i];
                ref readonly var fill = ref record.Fill;
                _rejected.Add(
                    new FailedRecord(
                        record.Line, record.Transaction, record.Dispenser, fill.RxKey, fill.FilledDay, fill.FillNumber, fill.PartialFill,
                        RestoredRecord.ToFile(in record, batch, i, _checks)),
                    fill.DispenserId);
            }
        }
    }

    /// <summary>Keys of new and revised records that nothing is wrong with, with their effective time.</summary>
    private IEnumerable<(RecordKey Key, long ReportedAt)> Good(RecordBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (_plan.Outcomes[i].IsVersion() || _plan.Outcomes[i] == ReportOutcome.Duplicate)
            {
                yield return (_keys[i], _register.Times[batch.Records[i].Transaction - 1]);
            }
        }
    }

    private Task<long> SaveZeroReportsAsync(int open, CancellationToken cancellationToken) => _scope.Bulk.InsertAsync(
        _scope.Db,
        _account.SettleZeroReports(open).Select(z => new ZeroReport
        {
            DispenserId = z.Dispenser,
            FirstDay = DateOnly.FromDayNumber(z.Zero.FirstDay),
            LastDay = DateOnly.FromDayNumber(z.Zero.LastDay),
            SubmissionId = _scope.SubmissionId,
            Line = z.Zero.Line,
            ReceivedAt = _scope.ReceivedAt,
        }),
        cancellationToken);

    private static List<int> Dispensers(RecordBatch batch)
    {
        var numbers = new List<int>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            numbers.Add(batch.Records[i].Dispenser);
        }

        numbers.AddRange(batch.Failed.Where(f => f.Dispenser >= 0).Select(f => f.Dispenser));
        numbers.AddRange(batch.ZeroRecords.Select(z => z.Dispenser));
        return numbers;
    }
}
