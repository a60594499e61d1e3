namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Decides which zero reports of a file stand: one beside real records of the same dispenser in the same transaction does not,
/// whichever comes first (domain reference 1.7). Pure; remembers open transactions only.
/// </summary>
internal sealed class ZeroReportLog
{
    private readonly HashSet<(short Transaction, int Dispenser)> _real = [];
    private readonly List<(ZeroRecord Zero, int Dispenser)> _zeros = [];
    private (short Transaction, int Dispenser) _last;

    /// <param name="dispenser">Id in the store.</param>
    public void AddReal(short transaction, int dispenser)
    {
        if (_last != (transaction, dispenser))
        {
            _last = (transaction, dispenser);
            _real.Add(_last);
        }
    }

    /// <inheritdoc cref="AddReal"/>
    public void AddZero(ZeroRecord zero, int dispenser) => _zeros.Add((zero, dispenser));

    /// <summary>Takes out the zero reports of transactions that have ended, with whether each stands.</summary>
    /// <param name="open">The first transaction that may still go on.</param>
    public List<(ZeroRecord Zero, int Dispenser, bool Stands)> Settle(int open)
    {
        var settled = _zeros.FindAll(z => z.Zero.Transaction < open)
            .ConvertAll(z => (z.Zero, z.Dispenser, Stands: !_real.Contains((z.Zero.Transaction, z.Dispenser))));
        _zeros.RemoveAll(z => z.Zero.Transaction < open);
        _real.RemoveWhere(r => r.Transaction < open);
        return settled;
    }
}
