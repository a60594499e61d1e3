using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>
/// Seeded histories that are busy enough to trip rules: few drugs, few practices and dispensers, supplies that overlap, odd
/// payments, moves, faults. Not a population, only a way to visit corners.
/// </summary>
public static class RandomHistory
{
    private static readonly string[] Drugs =
    [
        "clonazepam 1 mg", "clonazepam 0.5 mg", "alprazolam 2 mg", "diazepam 10 mg", "zolpidem 10 mg",
        "carisoprodol 350 mg", "tramadol 50 mg", "oxycodone 10 mg", "phentermine 37.5 mg", "modafinil 200 mg",
        "buprenorphine 8 mg", "gabapentin 300 mg", "unknown",
    ];

    private static readonly int[] Supplies = [1, 2, 3, 5, 7, 10, 14, 15, 28, 30, 30, 30, 60, 90, 200];

    /// <summary>A history of up to <paramref name="maxFills"/> fills over up to four years, the same for the same seed.</summary>
    public static History Of(int seed, int maxFills = 60)
    {
        var random = new Random(seed);
        var fills = random.Next(1, maxFills);
        var span = new[] { 60, 200, 400, 900, 1500 }[random.Next(5)];
        var practices = random.Next(1, 9);
        var dispensers = random.Next(1, 9);
        var drugs = random.Next(1, Drugs.Length + 1);
        var cash = random.NextDouble();
        var moveDay = random.Next(3) == 0 ? random.Next(span) : int.MaxValue;
        var faults = random.Next(4) == 0 ? 0.3 : 0.02;
        // Drawn from a sequence of its own, so that the rest of a seed's history does not depend on it.
        var more = new RandomHistoryMore(seed, practices, dispensers);
        var lines = new List<string>
        {
            "filled | drug | qty | days | prescriber | practice | dispenser | group | pay | form | rx | zip | context | quality | sold | " + RandomHistoryMore.Columns,
        };
        for (var i = 0; i < fills; i++)
        {
            var day = random.Next(span);
            var practice = random.Next(practices);
            var dispenser = random.Next(dispensers);
            var zip = random.Next(20) == 0 ? 0 : day < moveDay ? 55401 : 60601;
            var sold = random.Next(5) == 0 ? $"{day + random.Next(3)}" : "";
            lines.Add(FormattableString.Invariant(
                $"{day}|{more.Drug(Drugs[random.Next(drugs)])}|{random.Next(1, 12) * 15}|{Supplies[random.Next(Supplies.Length)]}|D{practice}{random.Next(2)}|{practice}|{dispenser}|{(dispenser < 2 ? "chain" : "")}|{Pay(random, cash)}|{random.Next(1, 6)}|{random.Next(40)}|{zip}|{Context(random) | more.Species()}|{Quality(random, faults)}|{more.Sold(day, sold)}|{more.Of(day, practice, dispenser)}"));
        }

        return History.Of(string.Join('\n', lines));
    }

    private static string Pay(Random random, double cash) =>
        random.NextDouble() < cash ? "cash" : random.Next(6) == 0 ? "unknown" : "insurance";

    private static FillContext Context(Random random) => random.Next(60) switch
    {
        0 => FillContext.Cancer,
        1 => FillContext.Seizure,
        2 => FillContext.AlcoholWithdrawal,
        3 => FillContext.Taper,
        4 => FillContext.DiscountCard,
        _ => FillContext.None,
    };

    private static RecordQuality Quality(Random random, double faults) => random.NextDouble() >= faults
        ? RecordQuality.Sound
        : (RecordQuality)(1 << random.Next(11));
}
