namespace PdmpAnalytics.Synthetic;

/// <summary>Prescription numbers as pharmacies give them: rising by date, never twice, with gaps for everything that is not reported.</summary>
internal sealed class RxNumbers(int dispensers, int days)
{
    /// <summary>Numbers a pharmacy uses up in a day, a prime, so that multiples walk through all of them.</summary>
    private const int PerDay = 283;

    /// <summary>Orders filled before the first day reach back this far.</summary>
    private const int DaysBefore = 400;
    private readonly ushort[] _used = new ushort[dispensers * (days + DaysBefore)];
    private readonly int[] _spare = new int[dispensers];

    public void Assign(Prescription order, int day)
    {
        if (order.RxNumber != 0)
        {
            return;
        }

        var dispenser = order.Dispenser;
        var slot = _used[dispenser.Index * (days + DaysBefore) + day + DaysBefore]++;
        order.RxNumber = slot < PerDay
            ? dispenser.FirstRxNumber + DaysBefore * PerDay + day * PerDay + (slot * 101 + dispenser.Index) % PerDay
            // A day busier than that takes from a block that no day reaches.
            : dispenser.FirstRxNumber + (DaysBefore + days) * PerDay + _spare[dispenser.Index]++;
    }
}
