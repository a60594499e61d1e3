namespace PdmpAnalytics.Synthetic;

/// <summary>What goes wrong with one record between the order and the file, for everyone alike: our choice, 2026-11-22.</summary>
internal readonly record struct RecordSlips(int WrittenDay, int SoldLag, double Quantity, int SupplyDays)
{
    private const double PairMiskeyedShare = 0.006;

    public static RecordSlips Draw(in InventedFill fill, RandomStream random)
    {
        var slip = random.Unit();
        return new RecordSlips(
            slip < 0.001 ? fill.Day + random.Between(1, 3) : fill.Prescription.WrittenDay,
            random.Unit() switch { < 0.7 => 0, < 0.88 => 1, < 0.96 => random.Between(2, 4), _ => random.Between(5, 9) },
            slip is > 0.001 and < 0.002 ? fill.Quantity * 10 : fill.Quantity,
            slip is > 0.002 and < 0.0035 ? Math.Clamp(fill.SupplyDays > 9 ? fill.SupplyDays / 10 : fill.SupplyDays * 10, 1, 999) : fill.SupplyDays);
    }

    /// <summary>
    /// NPI and DEA number as this pharmacy has the prescriber on file. A wrong digit in the file is there for all his
    /// patients; others are keyed once.
    /// </summary>
    public static (string Npi, string Dea) Numbers(Prescription order, RandomStream random)
    {
        var prescriber = order.Prescriber;
        var pair = (long)order.Dispenser.Index * 1_000_003 + prescriber.Index;
        var file = new RandomStream(pair, 7);
        var (npi, dea) = (prescriber.Npi, prescriber.Dea);
        switch (file.Unit())
        {
            case < PairMiskeyedShare:
                dea = InventedNumbers.Miskeyed(file, dea);
                break;
            case < 2 * PairMiskeyedShare:
                npi = InventedNumbers.Miskeyed(file, npi);
                break;
            case < 2 * PairMiskeyedShare + 0.03:
                npi = "";
                break;
            case > 0.996 when order.Dispenser.Software.PrescriberNpi:
                dea = "";
                break;
        }

        return random.Unit() switch
        {
            < 0.002 when dea.Length > 0 => (npi, InventedNumbers.Miskeyed(random, dea)),
            < 0.003 when npi.Length > 0 => (InventedNumbers.Miskeyed(random, npi), dea),
            _ => (npi, dea),
        };
    }

    /// <summary>One pharmacy in five leaves the suffix of residents out.</summary>
    public static bool KeepsSuffix(Prescription order) => RandomStream.Mix((ulong)order.Dispenser.Index + 77) % 5 != 0;
}
