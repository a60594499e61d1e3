using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class ProviderTalliesTests
{
    private static readonly TallyOptions Options = new(365, 180, EarlyRefillTerms.Default);

    private static ProviderTallies Tally(string table, int asOf, bool alerted = false)
    {
        var history = History.Of(table);
        var tallies = new ProviderTallies(history.Reference, Options);
        tallies.Add(history.AsOf(History.Day(asOf)), alerted);
        return tallies;
    }

    [Fact]
    public void FillsOfTheWindow_AddUpByPrescriberAndDispenser()
    {
        var tallies = Tally("""
            filled | drug            | qty | days | prescriber | dispenser | pay
            0      | clonazepam 1 mg | 60  | 30   | A          | X         | cash
            40     | clonazepam 1 mg | 60  | 30   | A          | X         | insurance
            60     | zolpidem 10 mg  | 30  | 30   | B          | Y         | cash
            """, 179, alerted: true);

        var a = tallies.Prescribers[tallies.Prescribers.Keys.Min()];
        Assert.Equal((1, 2, 1, 60L, 1), (a.Patients, a.Fills, a.CashFills, a.DaysSupplied, a.AlertedPatients));
        Assert.Equal(2, tallies.Prescribers.Count);
        Assert.Equal([2, 1], tallies.Dispensers.OrderBy(d => d.Key).Select(d => d.Value.Fills));
        // Day 0 is the first of 180 days up to day 179.
        Assert.Equal([1, 1], Tally("""
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | X
            40     | clonazepam 1 mg | 30   | A          | X
            60     | zolpidem 10 mg  | 30   | B          | Y
            """, 180).Dispensers.OrderBy(d => d.Key).Select(d => d.Value.Fills));
    }

    [Theory]
    [InlineData(23, 1)] // seven days shared: 23 to 29
    [InlineData(24, 0)]
    public void OpioidAndBenzodiazepine_NeedSevenSharedDays(int second, int patients) => Assert.Equal(patients, Tally($"""
        filled   | drug            | qty | days | prescriber
        0        | clonazepam 1 mg | 60  | 30   | A
        {second} | oxycodone 5 mg  | 60  | 30   | A
        """, 100).Prescribers.Values.Single().OpioidBenzodiazepinePatients);

    [Theory]
    [InlineData(29, 1)]
    [InlineData(30, 0)]
    public void Triple_NeedsADayOnWhichAllThreeRun(int third, int patients) => Assert.Equal(patients, Tally($"""
        filled  | drug                | qty | days | prescriber
        0       | clonazepam 1 mg     | 60  | 30   | A
        5       | oxycodone 5 mg      | 60  | 60   | A
        {third} | carisoprodol 350 mg | 60  | 30   | A
        """, 100).Prescribers.Values.Single().TriplePatients);

    [Fact]
    public void DifferentPrescribersOfTheParts_AreNobodysCombination() => Assert.All(Tally("""
        filled | drug            | days | prescriber
        0      | clonazepam 1 mg | 30   | A
        0      | oxycodone 5 mg  | 30   | B
        """, 100).Prescribers.Values, t => Assert.Equal(0, t.OpioidBenzodiazepinePatients));

    [Fact]
    public void Workers_AddUpToOne()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var history = RandomHistory.Of(seed);
            var whole = new ProviderTallies(history.Reference, Options);
            var (left, right) = (new ProviderTallies(history.Reference, Options), new ProviderTallies(history.Reference, Options));
            for (var i = 0; i < 3; i++)
            {
                whole.Add(history.AsOf(History.Day(400)), i == 1);
                (i == 1 ? left : right).Add(history.AsOf(History.Day(400)), i == 1);
            }

            left.Merge(right);
            Assert.Equal(Text(whole.Prescribers), Text(left.Prescribers));
            Assert.Equal(Text(whole.Dispensers), Text(left.Dispensers));
        }
    }

    private static string Text(Dictionary<int, ProviderTally> tallies) => string.Join('\n', tallies.OrderBy(t => t.Key).Select(t =>
        $"{t.Key}: {t.Value.Patients} {t.Value.Fills} {t.Value.CashFills} {t.Value.DaysSupplied} {t.Value.LmeMg:F6} {t.Value.EarlyFills} {t.Value.AlertedPatients} "
        + $"{string.Join(',', t.Value.Shares.OrderBy(s => s.Key))} {string.Join(',', t.Value.Firsts.OrderBy(s => s.Key))} {string.Join(',', t.Value.Miles.Order())}"));
}
