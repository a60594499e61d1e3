using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class SeveralIdentitiesRuleTests
{
    private static readonly SeveralIdentitiesRule Rule = RuleCatalog.Default.Population.SeveralIdentities;

    /// <summary>T2's five practices and pharmacies, days 0 to 80, and a sixth fill at the last of them; some of the fills are patient 1's, the others patient 2's.</summary>
    private static SubjectFindings Look(double probability, int[] first, int[]? second = null, FillContext context = FillContext.None)
    {
        var history = History.Of("filled | drug | practice | prescriber | dispenser | context\n" + string.Join('\n', Enumerable.Range(0, 5).Select(
            i => $"{20 * i}|clonazepam 1 mg|A{i}|A{i}|P{i}|{context}").Append("81|clonazepam 1 mg|A4|A4|P4")));
        var (found, findings) = (new OneFindingEach(), new SubjectFindings());
        Rule.Evaluate(
            new IdentityCandidate(1, 2, 11, 22, MatchScales.BitsOf(probability)),
            Rows(history, 1, first), Rows(history, 2, second ?? [.. Enumerable.Range(0, 5).Except(first)]),
            new CombinedJudge(RuleCatalog.Default.Rules, history.Reference), History.Day(85), found);
        found.AddTo(findings);
        return findings;
    }

    private static DispensationRow[] Rows(History history, long patient, int[] fills) => [.. fills.Select(i =>
    {
        var row = history.Rows[i];
        row.PatientId = patient;
        return row;
    })];

    [Fact]
    public void PatternOfBothThatNeitherShows_ConcernsEachWithItsOwnFills()
    {
        var findings = Look(0.90, [0, 1, 2]);

        Assert.Equal([1, 2], findings.Subjects.Select(s => s.Id).Order());
        var finding = Assert.Single(findings.Of(Subject.Patient(2)));
        Assert.Equal(("ID-04", Severity.High, ReviewQueueKind.Review), (finding.Rule.Id, finding.Severity, finding.Rule.Queue));
        Assert.StartsWith(
            "Records 11 and 22 (patients 1 and 2) may be one person's (90 %; linkage says 90 %). Together they show PS-0", finding.Text, StringComparison.Ordinal);
        Assert.StartsWith("If records 11 and 22 are two people's; or, of the fills taken together: ", finding.SilentIf, StringComparison.Ordinal);
        Assert.Equal([4, 5], finding.Evidence);
        Assert.Equal([1, 2, 3], findings.Of(Subject.Patient(1))[0].Evidence);
    }

    [Theory]
    [InlineData(0.851, true)]
    [InlineData(0.849, false)]
    public void Probability_Decides(double probability, bool fires) => Assert.Equal(fires, Look(probability, [0, 1, 2]).Subjects.Count > 0);

    [Theory]
    [InlineData(0.75, true)] // odds of 3 become 6: 0.857
    [InlineData(0.73, false)]
    public void FillsThatAlternate_DoubleTheOdds(double probability, bool fires)
    {
        var findings = Look(probability, [0, 2, 4]);

        Assert.Equal(fires, findings.Subjects.Count > 0);
        Assert.All(findings.Of(Subject.Patient(1)), f => Assert.Contains(
            "(86 %; linkage says 75 %, and their benzodiazepine fills alternate 4 times)", f.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void OneIdentityAfterTheOther_IsToldAtTheSeverityOfWhatBothShow()
    {
        Assert.Equal(Severity.Low, Look(0.90, [0], [1]).Of(Subject.Patient(1))[0].Severity);
        Assert.Equal(Severity.High, Look(0.90, [0, 2], [1, 3]).Of(Subject.Patient(1))[0].Severity);
    }

    [Fact]
    public void SuppliesThatDoNotMeet_DoNotAlternate() => Assert.Null(IdentityAlternation.Of(
        History.Of("filled | drug | days\n" + string.Join('\n', Enumerable.Range(0, 5).Select(i => $"{20 * i}|clonazepam 1 mg|20"))).AsOf(85),
        new HashSet<long> { 1, 3, 5 }));

    [Theory]
    [InlineData("1,3,5", 4)]
    [InlineData("1,2,5", 2)]
    [InlineData("1,2,3", 1)]
    [InlineData("1", null)] // one fill is no turn
    public void Turns_AreChangesOfIdentity(string firsts, int? turns) => Assert.Equal(turns, IdentityAlternation.Of(
        History.Of("filled | drug | days\n" + string.Join('\n', Enumerable.Range(0, 5).Select(i => $"{20 * i}|clonazepam 1 mg|30"))).AsOf(85),
        firsts.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToHashSet())?.Turns);

    [Fact]
    public void PatternThatOneShowsAlone_IsNoNews() => Assert.Empty(Look(0.94, [0, 1, 2, 3, 4], [5]).Subjects);

    [Fact]
    public void PatientWithoutFills_AddsNothing() => Assert.Empty(Look(0.94, [0, 1, 2, 3, 4], []).Subjects);

    [Fact]
    public void PatternInHospiceCare_IsLeftOut() => Assert.Empty(Look(0.94, [0, 1, 2], context: FillContext.Hospice).Subjects);

    [Fact]
    public void LeastBits_AreThoseOfAnAlternatingPair() =>
        Assert.Equal(0.85, MatchScales.ProbabilityOf(Rule.LeastBits + 1), 6);
}
