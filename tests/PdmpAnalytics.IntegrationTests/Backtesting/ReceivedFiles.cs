using System.Globalization;
using PdmpAnalytics.TestKit.Ingestion;

namespace PdmpAnalytics.IntegrationTests.Backtesting;

/// <summary>
/// A few busy people's records as they come in over some months: late, revised and voided. The same for the same seed.
/// </summary>
/// <param name="promptly">Every record comes on the day it is filled, and none is corrected.</param>
internal sealed class ReceivedFiles(int seed, bool promptly)
{
    /// <summary>Days on which records are filled; files come some days longer.</summary>
    public const int Days = 90;

    private const int People = 14;
    private static readonly string[] Drugs = ["clonazepam 1 mg", "alprazolam 2 mg", "zolpidem 10 mg", "oxycodone 10 mg", "tramadol 50 mg", "carisoprodol 350 mg"];
    private static readonly int[] Supplies = [5, 10, 14, 30, 30, 30];

    public static DateOnly First { get; } = new(2026, 3, 1);

    public static DateOnly Last { get; } = First.AddDays(Days + 15);

    /// <summary>Day received, and the file of that day.</summary>
    public IReadOnlyList<(DateOnly Day, string Text)> Files()
    {
        var random = new Random(seed);
        var cases = new CaseFile(First.AddDays(Days));
        for (var person = 0; person < People; person++)
        {
            cases.Add($"person {person}", Days.ToString(CultureInfo.InvariantCulture), Table(random), among: "one town");
        }

        var lines = cases.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].Split(',');
        var (filled, status, quantity) = (Array.IndexOf(columns, "date_filled"), Array.IndexOf(columns, "report_status"), Array.IndexOf(columns, "quantity"));
        var received = new List<(DateOnly Day, string Line)>();
        foreach (var cells in lines.Skip(1).Select(l => l.Split(',')))
        {
            var day = DateOnly.ParseExact(cells[filled], "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(promptly ? 0 : Delay(random));
            received.Add((day, string.Join(',', cells)));
            if (!promptly && random.Next(7) == 0)
            {
                cells[status] = random.Next(2) == 0 ? "02" : "01";
                cells[quantity] = "90";
                received.Add((day.AddDays(random.Next(1, 12)), string.Join(',', cells)));
            }
        }

        return
        [
            .. received.Where(r => r.Day <= Last).GroupBy(r => r.Day).OrderBy(g => g.Key)
                .Select(g => (g.Key, string.Join('\n', g.Select(r => r.Line).Prepend(lines[0])) + "\n")),
        ];
    }

    private static int Delay(Random random) => random.Next(4) == 0 ? random.Next(15) : 1;

    private static string Table(Random random)
    {
        var (fills, places) = (random.Next(3, 16), random.Next(2, 8));
        var rows = Enumerable.Range(0, fills).Select(_ =>
            $"{random.Next(Days)} | {Drugs[random.Next(Drugs.Length)]} | {15 * random.Next(2, 7)} | {Supplies[random.Next(Supplies.Length)]} | D{random.Next(places)} | P{random.Next(places)} | {(random.Next(2) == 0 ? "cash" : "insurance")}");
        return "filled | drug | qty | days | prescriber | dispenser | pay\n" + string.Join('\n', rows);
    }
}
