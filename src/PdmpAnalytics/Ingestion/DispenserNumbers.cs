using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Knows dispensers by each of their numbers, so that one is recognised when a file leaves out the number it was known by. Pure.
/// </summary>
internal sealed class DispenserNumbers
{
    private readonly Dictionary<int, HashSet<string>> _deas = [];
    private readonly Dictionary<int, HashSet<string>> _npis = [];
    private readonly Dictionary<string, HashSet<int>> _byDea = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _byNpi = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _byNcpdp = new(StringComparer.Ordinal);

    /// <summary>Takes numbers a dispenser was stated with; empty ones and those that fail their check say nothing.</summary>
    public void Add(int id, string dea, string npi, string ncpdp)
    {
        if (DeaNumber.IsValid(dea))
        {
            Put(_byDea, dea, id);
            Put(_deas, id, dea);
        }

        if (Npi.IsValid(npi))
        {
            Put(_byNpi, npi, id);
            Put(_npis, id, npi);
        }

        if (ncpdp.Length > 0)
        {
            Put(_byNcpdp, ncpdp, id);
        }
    }

    /// <summary>
    /// The one dispenser with this DEA number, else NPI, else NCPDP number; null when there is none, when several have it, or when a
    /// stronger number of the two differs.
    /// </summary>
    public int? Find(string dea, string npi, string ncpdp) =>
        Only(_byDea, dea, _ => true)
        ?? Only(_byNpi, npi, id => Agrees(_deas, id, dea))
        ?? Only(_byNcpdp, ncpdp, id => Agrees(_deas, id, dea) && Agrees(_npis, id, npi));

    private static int? Only(Dictionary<string, HashSet<int>> by, string number, Func<int, bool> agrees) =>
        number.Length > 0 && by.TryGetValue(number, out var ids) && ids.Count == 1 && ids.First() is var id && agrees(id) ? id : null;

    private static bool Agrees(Dictionary<int, HashSet<string>> known, int id, string number) =>
        number.Length == 0 || !known.TryGetValue(id, out var numbers) || numbers.Contains(number);

    private static void Put<TKey, TValue>(Dictionary<TKey, HashSet<TValue>> of, TKey key, TValue value)
        where TKey : notnull
    {
        if (!of.TryGetValue(key, out var values))
        {
            of.Add(key, values = []);
        }

        values.Add(value);
    }
}
