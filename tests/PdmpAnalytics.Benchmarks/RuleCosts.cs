using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>detect --by-rule</c>: what each rule over one patient's history costs on one core, how often it speaks, and how many patients it alone
/// would have judged again on the next night and in the week after it. To see where the time of a night goes before anything is changed.
/// </summary>
internal static class RuleCosts
{
    private const int Week = 7;

    private sealed class Cost
    {
        public long Ticks;
        public int Findings;
        public int DueTomorrow;
        public int DueInAWeek;
    }

    public static async Task ReportAsync(string database, DateOnly asOf)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        var reference = await services.GetRequiredService<DispensingReferenceService>().LoadAsync(CancellationToken.None);
        var population = await services.GetRequiredService<PopulationService>().CurrentAsync(asOf, reference, CancellationToken.None);
        var rules = RuleCatalog.Default.Rules;
        var costs = rules.Select(_ => new Cost()).ToArray();
        var loading = new Cost();
        long fills = 0;
        await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        await using var reader = await HistoryReader.OpenAsync(db, HistorySelection.Everyone, CancellationToken.None);
        var (history, block, ahead) = (new DispensingHistory(), new HistoryBlock(), (DispensationRow?)null);
        var findings = new FindingCollector();
        while (block.Fill(reader, ref ahead))
        {
            fills += block.Rows.Length;
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                Time(loading, () => history.Load(block.Rows[start..end], reference, asOf));
                Judge(rules, costs, history, population, findings);
            }
        }

        Print(rules, costs, loading, fills);
    }

    /// <summary>Every rule in order; a rule that asks others sees what they found, and each has its own next day.</summary>
    private static void Judge(
        IReadOnlyList<IDetectionRule> rules, Cost[] costs, DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        findings.Clear();
        for (var i = 0; i < rules.Count; i++)
        {
            var before = findings.Findings.Count;
            findings.ForgetNextDay();
            Time(costs[i], () => rules[i].Evaluate(history, population, findings));
            costs[i].Findings += findings.Findings.Count - before;
            costs[i].DueTomorrow += findings.NextDay == history.AsOfDay + 1 ? 1 : 0;
            costs[i].DueInAWeek += findings.NextDay <= history.AsOfDay + Week ? 1 : 0;
        }
    }

    private static void Time(Cost cost, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        cost.Ticks += Stopwatch.GetTimestamp() - start;
    }

    private static void Print(IReadOnlyList<IDetectionRule> rules, Cost[] costs, Cost loading, long fills)
    {
        string Line(string what, Cost cost) => string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-10} {cost.Ticks * 1e9 / Stopwatch.Frequency / fills,8:F0} {cost.Findings,10:N0} {cost.DueTomorrow,14:N0} {cost.DueInAWeek,12:N0}");
        Console.WriteLine($"{"",-10} {"ns/fill",8} {"findings",10} {"due tomorrow",14} {"in 7 days",12}");
        Console.WriteLine(Line("loading", loading));
        foreach (var (rule, cost) in rules.Zip(costs).OrderByDescending(r => r.Second.Ticks))
        {
            Console.WriteLine(Line(rule.Definition.Id, cost));
        }

        Console.WriteLine(Line("all rules", new Cost
        {
            Ticks = costs.Sum(c => c.Ticks), Findings = costs.Sum(c => c.Findings), DueTomorrow = costs.Sum(c => c.DueTomorrow), DueInAWeek = costs.Sum(c => c.DueInAWeek),
        }));
    }
}
