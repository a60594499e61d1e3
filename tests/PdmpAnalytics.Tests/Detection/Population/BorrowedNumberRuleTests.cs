using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class BorrowedNumberRuleTests
{
    private static readonly BorrowedNumberRule Rule = RuleCatalog.Default.Population.BorrowedNumber;
    private static readonly NumberPeers Peers = new(History.Day(0).DayNumber, 0.15);

    /// <summary>Ten prescriptions, one every nine days from day 200, of two patients at one pharmacy: paper and private payment, new, few pharmacies.</summary>
    private static NumberUse[] Forged(int fills = 10) => [.. Enumerable.Range(0, fills).Select(i => new NumberUse(
        History.Day(200 + 9 * i).DayNumber, 11 + i % 2, 1, "SMITH", PaymentType.PrivatePay, true, 1, null, i + 1))];

    private static SubjectFindings Find(NumberUse[] uses, bool? listed = null, NumberPeers? peers = null, int asOf = 400)
    {
        var findings = new SubjectFindings();
        Rule.Evaluate(new NumberUses("BS2048711", 7, listed, uses), peers ?? Peers, History.Day(asOf), findings);
        return findings;
    }

    private static NumberUse[] With(Func<NumberUse, int, NumberUse> change) => [.. Forged().Select(change)];

    [Fact]
    public void NewNumberOnPaperForCashAtOnePharmacy_ConcernsThePrescriberAndThePatients()
    {
        var findings = Find(Forged());

        Assert.Equal([Subject.Patient(11), Subject.Patient(12), Subject.Prescriber(7)], findings.Subjects.OrderBy(s => s.Kind).ThenBy(s => s.Id));
        var finding = Assert.Single(findings.Of(Subject.Prescriber(7)));
        Assert.Equal((Severity.High, History.Day(281), 10), (finding.Severity, finding.FirstDay, finding.Evidence.Count));
        Assert.Equal(
            $"Prescriptions under BS2048711 show 4 unusual signs in 10 fills of 2 patients: first seen on {History.Day(200):yyyy-MM-dd}, 10 of 10 paid privately, "
            + "10 of 10 at one or two new pharmacies and 10 of 10 on paper or by telephone (usual 15 %). The named prescriber may be a victim.",
            finding.Text);
        Assert.Equal([1, 3, 5, 7, 9], findings.Of(Subject.Patient(11)).Single().Evidence);
    }

    [Fact]
    public void NinePrescriptions_AreTooFewToJudge() => Assert.Empty(Find(Forged(9)).Subjects);

    [Fact]
    public void EstablishedNumber_IsNotJudgedByShares() => Assert.Empty(Find(
        [.. Enumerable.Range(0, 301).Select(i => Forged()[0] with { DispensationId = i, Day = History.Day(200).DayNumber + i / 3 })]).Subjects);

    [Fact]
    public void TwoSigns_AreNotEnough()
    {
        // Insured and electronic: what remains is a new number at one pharmacy, such as a slip of its keyboard.
        var uses = With((u, _) => u with { Payment = PaymentType.Medicaid, Cash = false, Form = 5 });

        Assert.Empty(Find(uses).Subjects);
        Assert.NotEmpty(Find(uses, listed: false).Subjects);
        Assert.Empty(Find(uses, listed: true).Subjects);
    }

    [Fact]
    public void NumberKnownFromTheStart_IsNotNew()
    {
        var spread = With((u, i) => u with { DispenserId = 1 + i % 5 });

        Assert.NotEmpty(Find(spread).Subjects); // new, cash, paper
        Assert.Empty(Find(spread, peers: Peers with { FirstDay = History.Day(111).DayNumber }).Subjects); // cash and paper
        Assert.NotEmpty(Find(spread, peers: Peers with { FirstDay = History.Day(110).DayNumber }).Subjects);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(6, false)] // 60 % is not above it
    public void MostlyPrivatePayment_IsASign(int cash, bool fires)
    {
        // Beside it: new and on paper, spread over five pharmacies.
        var uses = With((u, i) => (i < cash ? u : u with { Payment = PaymentType.Medicaid, Cash = false }) with { DispenserId = 1 + i % 5 });

        Assert.Equal(fires, Find(uses).Subjects.Count > 0);
    }

    [Theory]
    [InlineData(4, true)] // of ten: above twice 15 %
    [InlineData(3, false)]
    public void PaperFarAboveTheUsual_IsASign(int paper, bool fires) => Assert.Equal(fires, Find(
        With((u, i) => (i < paper ? u : u with { Form = 5 }) with { DispenserId = 1 + i % 5 })).Subjects.Count > 0);

    [Fact]
    public void TwoLastNamesAndPatientsFromFar_AreSigns()
    {
        // Known from the start, insured, electronic, five pharmacies: only what is added counts.
        NumberUse[] plain = With((u, i) => u with { Payment = PaymentType.Medicaid, Cash = false, Form = 5, DispenserId = 1 + i % 5 });
        var old = Peers with { FirstDay = History.Day(200).DayNumber };

        Assert.Empty(Find(plain, peers: old, listed: false).Subjects);
        NumberUse[] named = [.. plain.Select((u, i) => u with { Name = i % 2 == 0 ? "SMITH" : "GARCIA" })];
        Assert.Empty(Find(named, peers: old, listed: false).Subjects);
        NumberUse[] far = [.. named.Select(u => u with { Far = true })];
        Assert.NotEmpty(Find(far, peers: old, listed: false).Subjects);
        Assert.Empty(Find([.. far.Select((u, i) => u with { Name = i % 2 == 0 ? "SMITH" : "SMYTHE" })], peers: old, listed: false).Subjects);
    }

    [Fact]
    public void PatientWithOneOrTwoFills_IsNotTold()
    {
        var findings = Find([.. Forged(10), .. Forged(2).Select(u => u with { PatientId = 20, DispensationId = u.DispensationId + 50 })]);

        Assert.NotEmpty(findings.Of(Subject.Patient(11)));
        Assert.Empty(findings.Of(Subject.Patient(20)));
    }

    [Fact]
    public void OrderOfRecords_MakesNoDifference() =>
        Assert.Empty(Find(Forged()).Differences(Find([.. Forged().Reverse()]), SubjectKind.Prescriber));

    [Theory]
    [InlineData("SMITH", "SMITH", 0)]
    [InlineData("SMITH", "SMIHT", 1)]
    [InlineData("SMITH", "SMYTHE", 2)]
    [InlineData("", "ABC", 3)]
    [InlineData("GARCIA", "SMITH", 6)]
    public void EditDistance_CountsSlips(string a, string b, int slips) =>
        Assert.Equal((slips, slips), (EditDistance.Of(a, b), EditDistance.Of(b, a)));
}
