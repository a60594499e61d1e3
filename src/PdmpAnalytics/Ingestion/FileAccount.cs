namespace PdmpAnalytics.Ingestion;

/// <summary>Accounts for every record of a file: counts, faults, and what they say about their dispensers. Pure.</summary>
/// <param name="receivedDay"><see cref="DateOnly.DayNumber"/> of the day of receipt (UTC).</param>
internal sealed class FileAccount(RecordChecks checks, TransactionRegister register, int receivedDay)
{
    private readonly ZeroReportLog _zeros = new();
    private readonly HashSet<int> _faultyLines = [];

    /// <summary>By number of a dispenser in the file: the latest record that states it, in effective order.</summary>
    private (long ReportedAt, int Line)[] _statements = [];

    public SubmissionCounts Counts { get; } = new();

    public FaultLog Faults { get; } = new();

    public DispenserTally Tally { get; } = new(receivedDay);

    /// <summary>Records that failed their checks.</summary>
    public long Failed { get; private set; }

    /// <summary>The file's dispensers by their number, in effective order of their latest record, with its time.</summary>
    public IReadOnlyList<(int Number, long StatedAt)> Statements() =>
    [
        .. _statements.Select((stated, number) => (Number: number, Stated: stated)).Where(s => s.Stated.Line > 0)
            .OrderBy(s => s.Stated).Select(s => (s.Number, s.Stated.ReportedAt)),
    ];

    /// <summary>Takes a planned batch.</summary>
    /// <param name="dispenserId">Id in the store by number in the file.</param>
    public void Take(RecordBatch batch, RecordPlan plan, Func<int, int> dispenserId)
    {
        Counts.Read += batch.RecordsRead;
        TakeFaults(batch, dispenserId);
        for (var i = 0; i < batch.Count; i++)
        {
            TakeRecord(batch, i, plan.Outcomes[i]);
        }

        foreach (var failed in batch.Failed)
        {
            TakeFailed(failed, dispenserId);
        }

        foreach (var zero in batch.ZeroRecords)
        {
            TakeZero(zero, dispenserId(zero.Dispenser));
        }
    }

    /// <summary>Decides on the zero reports of transactions that have ended; those that stand are to be stored.</summary>
    /// <param name="open">The first transaction that may still go on.</param>
    public List<(ZeroRecord Zero, int Dispenser)> SettleZeroReports(int open)
    {
        var standing = new List<(ZeroRecord Zero, int Dispenser)>();
        foreach (var (zero, dispenser, stands) in _zeros.Settle(open))
        {
            if (stands)
            {
                Counts.ZeroReports++;
                Tally.AddZeroReport(dispenser, zero.FirstDay, zero.LastDay);
                standing.Add((zero, dispenser));
            }
            else
            {
                Counts.ZeroReportsRefused++;
                Fault(zero.Line, SubmissionErrorCode.ZeroReportRefused, SubmittedField.None, dispenser, isFirstOfRecord: true);
            }
        }

        return standing;
    }

    /// <summary>Counts a dispensation that went with its whole transaction.</summary>
    public void TakeWithdrawn(int dispenser)
    {
        Counts.Withdrawn++;
        Tally.AddWithdrawn(dispenser);
    }

    private void TakeRecord(RecordBatch batch, int index, ReportOutcome outcome)
    {
        ref readonly var record = ref batch.Records[index];
        var dispenser = record.Fill.DispenserId;
        Counts.Count(outcome);
        Counts.Serious += record.IsSerious ? 1 : 0;
        if (outcome.IsVersion() && checks.Products[record.Fill.DrugId].Known is null)
        {
            Counts.UnknownProducts++;
        }

        if (outcome.Code() is { } code)
        {
            var field = outcome == ReportOutcome.VoidMismatch ? SubmittedField.Quantity : SubmittedField.None;
            Fault(record.Line, code, field, dispenser, isFirstOfRecord: !_faultyLines.Contains(record.Line));
        }

        State(record.Dispenser, record.Transaction, record.Line);
        _zeros.AddReal(record.Transaction, dispenser);
        Tally.Add(
            dispenser, in record, outcome, register[record.Transaction], in batch.Patients[record.Patient],
            checks.Prescribers[record.Fill.PrescriberSiteId]);
    }

    private void TakeFailed(FailedRecord failed, Func<int, int> dispenserId)
    {
        Failed++;
        Counts.Rejected++;
        if (failed.Dispenser < 0)
        {
            return;
        }

        var dispenser = dispenserId(failed.Dispenser);
        State(failed.Dispenser, failed.Transaction, failed.Line);
        Tally.AddFailed(dispenser, register[failed.Transaction], failed.FilledDay);
        if (!failed.IsZeroReport)
        {
            _zeros.AddReal(failed.Transaction, dispenser);
        }
    }

    private void TakeZero(ZeroRecord zero, int dispenser)
    {
        if (register.IsCopy(zero.Transaction))
        {
            Counts.Duplicates++;
            Fault(zero.Line, SubmissionErrorCode.Duplicate, SubmittedField.None, dispenser, isFirstOfRecord: true);
            return;
        }

        State(zero.Dispenser, zero.Transaction, zero.Line);
        _zeros.AddZero(zero, dispenser);
    }

    private void TakeFaults(RecordBatch batch, Func<int, int> dispenserId)
    {
        Faults.Add(batch.Faults);
        _faultyLines.Clear();
        foreach (var fault in batch.Faults)
        {
            var isFirst = _faultyLines.Add(fault.Line);
            if (fault.Dispenser >= 0)
            {
                Tally.AddFault(dispenserId(fault.Dispenser), fault.Code, isFirst);
            }
        }
    }

    private void Fault(int line, SubmissionErrorCode code, SubmittedField field, int dispenser, bool isFirstOfRecord)
    {
        Faults.Add(new RecordFault(line, code, field));
        Tally.AddFault(dispenser, code, isFirstOfRecord);
    }

    private void State(int number, short transaction, int line)
    {
        if (number >= _statements.Length)
        {
            Array.Resize(ref _statements, Math.Max(checks.Dispensers.Count, number + 1));
        }

        var stated = (register.Times[transaction - 1], line);
        if (_statements[number].Line == 0 || _statements[number].CompareTo(stated) < 0)
        {
            _statements[number] = stated;
        }
    }
}
