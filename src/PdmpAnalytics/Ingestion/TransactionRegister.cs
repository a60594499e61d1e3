using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The transactions of one file against those of the store: their effective times, which were loaded before, which are to be
/// withdrawn, and what keeps the file from being loaded (E008, E009, E932).
/// </summary>
/// <param name="submissionId">The file.</param>
/// <param name="submitter">Name of its submitter's inbox folder; null for none.</param>
/// <param name="fileTime">Effective time of a file without transactions of its own (CSV).</param>
internal sealed class TransactionRegister(
    PdmpDbContext db, int submissionId, string? submitter, DateTimeOffset fileTime, IntakeEndpoint endpoint)
{
    private readonly List<SubmittedTransaction> _transactions = [];

    /// <summary>By control number: the transaction with which each sender used it first, those of the store before those of this file.</summary>
    private readonly Dictionary<string, List<SubmittedTransaction>> _first = [];

    /// <summary>By control number: every transaction that used it, copies too, those of the store before those of this file.</summary>
    private readonly Dictionary<string, List<SubmittedTransaction>> _sent = [];

    /// <summary>Transactions of this file, by sequence, that were loaded before: the same sender used their control number.</summary>
    private readonly Dictionary<short, SubmittedTransaction> _copies = [];

    public IReadOnlyList<SubmittedTransaction> Transactions => _transactions;

    /// <summary>Effective times by sequence less 1, milliseconds since 1970 (UTC).</summary>
    public List<long> Times { get; } = [];

    public SubmittedTransaction this[short sequence] => _transactions[sequence - 1];

    /// <summary>True for a transaction that was loaded before: its records are there already.</summary>
    public bool IsCopy(short sequence) => _copies.ContainsKey(sequence);

    /// <summary>Takes the transactions that began in a batch, before their records are written.</summary>
    public async Task AddAsync(IReadOnlyList<SubmittedTransaction> begun, CancellationToken cancellationToken)
    {
        if (begun.Count == 0)
        {
            return;
        }

        await LoadFirstAsync(begun.Where(t => t.Kind == TransactionKind.Send).Select(t => t.ControlNumber), cancellationToken);
        foreach (var transaction in begun)
        {
            if (transaction.ControlNumber.Length == 0)
            {
                transaction.ReportedAt = fileTime;
            }

            (transaction.SubmissionId, transaction.Submitter) = (submissionId, submitter);
            _transactions.Add(transaction);
            Times.Add(transaction.ReportedAt.ToUnixTimeMilliseconds());
            if (transaction is { Kind: TransactionKind.Send, ControlNumber.Length: > 0 } && AddFirst(transaction) is { } first)
            {
                _copies.Add(transaction.Sequence, first);
            }
        }
    }

    /// <summary>What keeps the file from being loaded, known once it is read.</summary>
    public async Task<IReadOnlyList<FileFault>> FaultsAsync(CancellationToken cancellationToken)
    {
        var faults = new List<FileFault>();
        foreach (var transaction in _transactions)
        {
            if (transaction.Version.Length > 0 && transaction.IsTest != (endpoint == IntakeEndpoint.Test))
            {
                faults.Add(new FileFault(SubmissionErrorCode.FileTypeWrong, transaction.FirstLine, "TH07"));
            }

            if (_copies.TryGetValue(transaction.Sequence, out var first)
                && !first.ContentHash.AsSpan().SequenceEqual(transaction.ContentHash))
            {
                faults.Add(new FileFault(SubmissionErrorCode.ControlNumberReused, transaction.FirstLine, "TH02"));
            }
        }

        await LoadFirstAsync(Voids().Select(t => t.ControlNumber), cancellationToken);
        faults.AddRange(
            from transaction in Voids()
            where TargetsOf(transaction).Count > 1
            select new FileFault(SubmissionErrorCode.VoidFileAmbiguous, transaction.FirstLine, "TH02"));
        return faults;
    }

    /// <summary>Void transactions of this file whose target is not there: they wait for it.</summary>
    public IEnumerable<SubmittedTransaction> Waiting() => Voids().Where(t => TargetsOf(t).Count == 0);

    /// <summary>
    /// What is withdrawn now: targets of this file's void transactions, and transactions of this file for which a void waits, each
    /// with its copies, which have rejected records of their own. A control number that a second sender uses later is not what
    /// the void meant.
    /// </summary>
    public async Task<IReadOnlyList<Withdrawal>> WithdrawalsAsync(CancellationToken cancellationToken)
    {
        var withdrawals = Voids().SelectMany(v => TargetsOf(v).SelectMany(first => SentAs(first).Select(target => new Withdrawal(v, target, first)))).ToList();
        var numbers = _transactions.Where(t => t is { Kind: TransactionKind.Send, ControlNumber.Length: > 0 }).Select(t => t.ControlNumber);
        foreach (var waiting in await StoredAsync(numbers, TransactionKind.Void, cancellationToken))
        {
            if (TargetsOf(waiting) is [var first, ..])
            {
                withdrawals.AddRange(SentAs(first).Where(t => t.SubmissionId == submissionId).Select(target => new Withdrawal(waiting, target, first)));
            }
        }

        return withdrawals;
    }

    /// <summary>The transaction and its copies.</summary>
    private IEnumerable<SubmittedTransaction> SentAs(SubmittedTransaction first) =>
        _sent[first.ControlNumber].Where(t => t.Sender == first.Sender);

    private IEnumerable<SubmittedTransaction> Voids() => _transactions.Where(t => t.Kind == TransactionKind.Void);

    /// <summary>What a void transaction may mean, one transaction a sender, in order of receipt.</summary>
    private List<SubmittedTransaction> TargetsOf(SubmittedTransaction transaction) =>
        _first.GetValueOrDefault(transaction.ControlNumber)?.FindAll(transaction.MayWithdraw) ?? [];

    /// <summary>Remembers a transaction; the one its sender used the control number for before, if there is one.</summary>
    private SubmittedTransaction? AddFirst(SubmittedTransaction transaction)
    {
        var sent = CollectionsMarshal.GetValueRefOrAddDefault(_sent, transaction.ControlNumber, out _) ??= [];
        if (!sent.Exists(t => t.SubmissionId == transaction.SubmissionId && t.Sequence == transaction.Sequence))
        {
            sent.Add(transaction);
        }

        var senders = CollectionsMarshal.GetValueRefOrAddDefault(_first, transaction.ControlNumber, out _) ??= [];
        var first = senders.Find(t => t.Sender == transaction.Sender);
        if (first is null)
        {
            senders.Add(transaction);
        }

        return first;
    }

    private async Task LoadFirstAsync(IEnumerable<string> controlNumbers, CancellationToken cancellationToken)
    {
        foreach (var transaction in await StoredAsync(controlNumbers.Where(n => n.Length > 0), TransactionKind.Send, cancellationToken))
        {
            AddFirst(transaction);
        }
    }

    /// <summary>Transactions of the store with one of the numbers, in order of receipt, with their submitters.</summary>
    private async Task<List<SubmittedTransaction>> StoredAsync(
        IEnumerable<string> controlNumbers, TransactionKind kind, CancellationToken cancellationToken)
    {
        var found = new List<SubmittedTransaction>();
        foreach (var numbers in controlNumbers.Distinct().Chunk(1000))
        {
            var stored = await (
                from transaction in db.Set<SubmittedTransaction>().AsNoTracking()
                where EF.Parameter(numbers).Contains(transaction.ControlNumber) && transaction.Kind == kind
                join file in db.Set<Submission>() on transaction.SubmissionId equals file.Id
                orderby transaction.SubmissionId, transaction.Sequence
                select new { Transaction = transaction, file.Submitter }).ToListAsync(cancellationToken);
            stored.ForEach(s => s.Transaction.Submitter = s.Submitter);
            found.AddRange(stored.Select(s => s.Transaction));
        }

        return found;
    }
}

/// <summary>A transaction that takes back another whole.</summary>
/// <param name="Target">The transaction, or a copy of it that came later.</param>
/// <param name="First">The transaction as it came first, by which the order is told.</param>
/// <param name="OfCorrection">
/// True when the target is a correction made here of a record that goes: it goes too, whenever it was made.
/// </param>
internal sealed record Withdrawal(SubmittedTransaction Void, SubmittedTransaction Target, SubmittedTransaction First, bool OfCorrection = false)
{
    /// <summary>False for a void that was made before its target: it takes nothing back.</summary>
    public bool IsAfterTarget =>
        (Void.ReportedAt, Void.SubmissionId, Void.FirstLine).CompareTo((First.ReportedAt, First.SubmissionId, First.FirstLine)) > 0;

    /// <summary>What it says of every key of the target.</summary>
    public KeyReport Report => new(
        (OfCorrection && Target.ReportedAt > Void.ReportedAt ? Target : Void).ReportedAt.ToUnixTimeMilliseconds(),
        Void.SubmissionId, Void.FirstLine, Dispensing.ReportStatus.VoidFile, 0, 0, default)
    {
        TargetSubmissionId = Target.SubmissionId,
        TargetFirstLine = Target.FirstLine,
        TargetLastLine = Target.LastLine,
    };
}
