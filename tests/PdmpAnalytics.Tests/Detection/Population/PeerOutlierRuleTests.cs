using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class PeerOutlierRuleTests
{
    private static readonly DateOnly AsOf = History.Day(400);

    /// <summary>40 patients and 200 fills with small differences from one provider to the next.</summary>
    private static ProviderTally Ordinary(int i)
    {
        var tally = new ProviderTally
        {
            Patients = 40, Fills = 200 + i, PaidFills = 200, CashFills = 20 + i % 7, DaysSupplied = 200 * (27 + i % 5), LmeMg = 4000 + 100 * (i % 9),
            LmeDays = 2000, LongPatients = 15 + i % 5, OpioidBenzodiazepinePatients = 4 + i % 3, AlertedPatients = i % 3,
            EarlyFills = 10 + i % 5, Units = 6000, ScheduleIvUnits = 3000 + 50 * (i % 7),
        };
        tally.Zips[55400 + i % 2] = 200;
        tally.Shares[1] = 60 + i % 9;
        tally.Shares[2] = 50;
        tally.Miles.AddRange(Enumerable.Range(0, 40).Select(m => 5f + m * 0.1f + i % 3));
        tally.First(AsOf.DayNumber - 10, 1000 + i);
        return tally;
    }

    private static SubjectFindings Prescribers(string specialty, Action<ProviderTally>? change = null, int peers = 40, int patients = 40)
    {
        var all = Enumerable.Range(1, peers).Select(i => new PrescriberFigures(i, specialty, Ordinary(i))).ToList();
        all[6].Tally.Patients = patients;
        change?.Invoke(all[6].Tally);
        var findings = new SubjectFindings();
        RuleCatalog.Default.Population.PrescriberOutlier.Evaluate(all, AsOf, findings);
        return findings;
    }

    private static void CashAtAll(ProviderTally tally) => tally.CashFills = 190;

    [Fact]
    public void OrdinaryPrescribers_AreQuiet() => Assert.Empty(Prescribers("").Subjects);

    [Fact]
    public void OneFigureFarOut_RaisesTheBoard()
    {
        var findings = Prescribers("", CashAtAll);

        Assert.Equal(Subject.Prescriber(7), Assert.Single(findings.Subjects));
        var finding = Assert.Single(findings.Of(Subject.Prescriber(7)));
        Assert.Equal((ReviewQueueKind.Board, Severity.Medium, 365), (finding.Rule.Queue, finding.Severity, finding.LookBackDays));
        Assert.Matches(@"^fills paid privately: 95 % vs peer median 11\.5 % \(z 3\d(\.\d)?, 40 peers\)\. Compared with: region 554\.$", finding.Text);
        Assert.StartsWith("With fills paid privately at most ", finding.SilentIf, StringComparison.Ordinal);
        Assert.Equal([1007], finding.Evidence);
        Assert.Contains(finding.Values, v => v is { Name: "cash", Number: 95 });
    }

    [Fact]
    public void WhatKeepsItSilent_KeepsItSilent()
    {
        // 24.9 % in the sentence; figures of shares are counted in whole fills.
        var text = Prescribers("", CashAtAll).Of(Subject.Prescriber(7))[0].SilentIf;
        var share = double.Parse(text.Split("at most ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) / 100;

        Assert.Empty(Prescribers("", t => t.CashFills = (int)(200 * share)).Subjects);
        Assert.NotEmpty(Prescribers("", t => t.CashFills = (int)(200 * share) + 2).Subjects);
    }

    [Fact]
    public void ThreeFiguresSomewhatOut_FireTogether_TwoDoNot()
    {
        static void Two(ProviderTally tally) => (tally.CashFills, tally.AlertedPatients) = (48, 8);
        static void Three(ProviderTally tally)
        {
            Two(tally);
            tally.Shares[1] = 95;
        }

        Assert.Empty(Prescribers("", Two).Subjects);
        var finding = Assert.Single(Prescribers("", Three).Of(Subject.Prescriber(7)));
        Assert.All(finding.Values.Where(v => v.Name.EndsWith(".z", StringComparison.Ordinal)), v => Assert.InRange(v.Number, 3.5, 6));
    }

    [Fact]
    public void FewPatients_AreNotCompared() => Assert.Empty(Prescribers("", CashAtAll, patients: 29).Subjects);

    [Fact]
    public void FewPeers_AreNotCompared() => Assert.Empty(Prescribers("", CashAtAll, peers: 19).Subjects);

    [Fact]
    public void PeersOfTheSpecialty_AreComparedWith()
    {
        // What stands out among all prescribers is usual in a specialty of its own.
        var all = Enumerable.Range(1, 40).Select(i => new PrescriberFigures(i, "207Q00000X", Ordinary(i)))
            .Concat(Enumerable.Range(41, 25).Select(i => new PrescriberFigures(i, "2084P0800X", Ordinary(i)))).ToList();
        foreach (var psychiatrist in all.Where(p => p.PrescriberId > 40))
        {
            psychiatrist.Tally.LmeMg *= 4;
        }

        var named = new SubjectFindings();
        RuleCatalog.Default.Population.PrescriberOutlier.Evaluate(all, AsOf, named);
        Assert.Empty(named.Subjects);

        all[6].Tally.LmeMg *= 4;
        RuleCatalog.Default.Population.PrescriberOutlier.Evaluate(all, AsOf, named);
        var finding = Assert.Single(named.Of(Subject.Prescriber(7)));
        Assert.Contains("Compared with: 207Q00000X", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void OrderOfPrescribers_MakesNoDifference()
    {
        var all = Enumerable.Range(1, 60).Select(i => new PrescriberFigures(i, "", Ordinary(i))).ToList();
        CashAtAll(all[20].Tally);
        var (one, other) = (new SubjectFindings(), new SubjectFindings());
        RuleCatalog.Default.Population.PrescriberOutlier.Evaluate(all, AsOf, one);
        RuleCatalog.Default.Population.PrescriberOutlier.Evaluate([.. all.AsEnumerable().Reverse()], AsOf, other);

        Assert.NotEmpty(one.Subjects);
        Assert.Empty(one.Differences(other, SubjectKind.Prescriber));
    }

    private static SubjectFindings Dispensers(Action<ProviderTally>? change = null, int voided = 2, string kind = "chain")
    {
        var all = Enumerable.Range(1, 40).Select(i => new DispenserFigures(i, kind, "urban", Ordinary(i), 210, i == 7 ? voided : 2)).ToList();
        change?.Invoke(all[6].Tally);
        var findings = new SubjectFindings();
        RuleCatalog.Default.Population.DispenserOutlier.Evaluate(all, AsOf, findings);
        return findings;
    }

    [Fact]
    public void OrdinaryPharmacies_AreQuiet() => Assert.Empty(Dispensers().Subjects);

    [Theory]
    [InlineData("early")]
    [InlineData("void")]
    [InlineData("miles")]
    [InlineData("invalid")]
    [InlineData("top")]
    public void PharmacyFarOut_RaisesTheBoard(string figure)
    {
        var findings = figure switch
        {
            "early" => Dispensers(t => t.EarlyFills = 120),
            "void" => Dispensers(voided: 90),
            "miles" => Dispensers(t =>
            {
                t.Miles.Clear();
                t.Miles.AddRange(Enumerable.Repeat(300f, 40));
            }),
            "invalid" => Dispensers(t => t.InvalidNumberFills = 60),
            _ => Dispensers(t => t.Shares[1] = 3000),
        };

        var finding = Assert.Single(findings.Of(Subject.Dispenser(7)));
        Assert.Single(findings.Subjects);
        Assert.Contains(finding.Values, v => v.Name == figure);
        Assert.Equal((ReviewQueueKind.Board, "CL-04", 180), (finding.Rule.Queue, finding.Rule.Id, finding.LookBackDays));
        Assert.Contains("Compared with: chain", finding.Text, StringComparison.Ordinal);
    }
}
