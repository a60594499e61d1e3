namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Which transactions a later void took back (TH03 = 04), told from the transactions as they are stored, so that the order of
/// arrival makes no difference. Pure.
/// </summary>
internal static class WithdrawnTransactions
{
    /// <summary>Transactions that were taken back, copies included.</summary>
    /// <param name="transactions">All with the control number of a void, in order of receipt, with their submitters.</param>
    public static HashSet<SubmittedTransaction> Of(IReadOnlyCollection<SubmittedTransaction> transactions)
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
