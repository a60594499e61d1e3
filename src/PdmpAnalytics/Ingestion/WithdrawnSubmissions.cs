using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Files of which nothing is left to speak for a day: all their transactions were withdrawn (TH03 = 04). Of a file with several
/// pharmacies' transactions that was withdrawn in part the whole still counts. Told from the transactions as they are stored, so
/// that the order of arrival makes no difference.
/// </summary>
internal static class WithdrawnSubmissions
{
    /// <summary>Ids of such files, and of the corrections made here of their records.</summary>
    public static async Task<List<int>> FindAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var transactions = await (
            from transaction in db.Set<SubmittedTransaction>().AsNoTracking()
            where transaction.ControlNumber != "" && db.Set<SubmittedTransaction>().Any(
                v => v.Kind == TransactionKind.Void && v.ControlNumber == transaction.ControlNumber)
            join file in db.Set<Submission>() on transaction.SubmissionId equals file.Id
            orderby transaction.SubmissionId, transaction.Sequence
            select new { Transaction = transaction, file.Submitter }).ToListAsync(cancellationToken);
        transactions.ForEach(t => t.Transaction.Submitter = t.Submitter);
        var withdrawn = Withdrawn(transactions.ConvertAll(t => t.Transaction)).ToLookup(t => t.SubmissionId);
        if (withdrawn.Count == 0)
        {
            return [];
        }

        var files = withdrawn.Select(w => w.Key).ToList();
        var sent = await db.Set<SubmittedTransaction>()
            .Where(t => EF.Parameter(files).Contains(t.SubmissionId) && t.Kind == TransactionKind.Send)
            .GroupBy(t => t.SubmissionId).Select(g => new { Id = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var corrections = await db.Set<Submission>().AsNoTracking()
            .Where(s => s.CorrectsSubmissionId != null && EF.Parameter(files).Contains(s.CorrectsSubmissionId.Value)).ToListAsync(cancellationToken);
        return
        [
            .. sent.Where(s => s.Count == withdrawn[s.Id].Count()).Select(s => s.Id),
            .. corrections.Where(c => withdrawn[c.CorrectsSubmissionId!.Value].Any(t => c.CorrectsLine >= t.FirstLine && c.CorrectsLine <= t.LastLine))
                .Select(c => c.Id),
        ];
    }

    /// <summary>Transactions that a later void took back, copies included.</summary>
    /// <param name="transactions">All with the control number of a void, in order of receipt.</param>
    private static HashSet<SubmittedTransaction> Withdrawn(List<SubmittedTransaction> transactions)
    {
        var sent = transactions.Where(t => t.Kind == TransactionKind.Send).ToLookup(t => t.ControlNumber);
        return
        [
            .. from v in transactions
               where v.Kind == TransactionKind.Void
               let first = sent[v.ControlNumber].FirstOrDefault(v.MayWithdraw)
               where first is not null && new Withdrawal(v, first, first).IsAfterTarget
               from target in sent[v.ControlNumber]
               where target.Sender == first.Sender
               select target,
        ];
    }
}
