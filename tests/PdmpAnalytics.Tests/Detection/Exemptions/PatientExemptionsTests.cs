using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Exemptions;

public sealed class PatientExemptionsTests
{
    private const long Patient = 7;
    private static readonly DateOnly Until = new(2026, 12, 31);
    private static readonly DateTimeOffset StatedAt = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WhileItHolds_TheFindingIsInfo_AndSaysWhatItWouldBe()
    {
        var exemptions = Of(State(ExemptionKind.Cancer));

        var lowered = exemptions.Apply(Patient, Findings.Of(), Until);

        Assert.Equal((Severity.Info, Severity.High, ExemptionKind.Cancer, Until), (lowered.Severity, lowered.Otherwise!.Value, lowered.ExemptByHand!.Kind, lowered.ExemptByHand.Until));
        Assert.Equal(Severity.High, exemptions.Apply(Patient, Findings.Of(), Until.AddDays(1)).Severity);
        Assert.Equal(Severity.High, exemptions.Apply(Patient + 1, Findings.Of(), Until).Severity);
    }

    [Fact]
    public void BeforeItsFirstDay_AndAfterItWasEnded_ItLowersNothing()
    {
        var later = State(ExemptionKind.Taper, first: Until.AddDays(-3));
        Assert.Equal(Severity.High, Of(later).Apply(Patient, Findings.Of(), Until.AddDays(-4)).Severity);
        Assert.Equal(Severity.Info, Of(later).Apply(Patient, Findings.Of(), Until.AddDays(-3)).Severity);

        Assert.Null(later.End("bo", "wrong patient", DateTimeOffset.UnixEpoch));
        Assert.Equal(Severity.High, Of(later).Apply(Patient, Findings.Of(), Until).Severity);
        Assert.Equal(RefusalReason.WrongState, later.End("bo", "again", DateTimeOffset.UnixEpoch)!.Reason);
    }

    [Fact]
    public void NextChange_IsTheFirstDayAhead_OrTheDayAfterTheLast()
    {
        var exemptions = Of(State(ExemptionKind.Taper, first: Until.AddDays(-10)), State(ExemptionKind.Cancer, until: Until.AddDays(-20)));

        Assert.Equal(Until.AddDays(-19), exemptions.NextChange(Patient, Until.AddDays(-30)));
        Assert.Equal(Until.AddDays(-10), exemptions.NextChange(Patient, Until.AddDays(-19)));
        Assert.Equal(Until.AddDays(1), exemptions.NextChange(Patient, Until.AddDays(-10)));
        Assert.Null(exemptions.NextChange(Patient, Until.AddDays(1)));
        Assert.Null(exemptions.NextChange(Patient + 1, Until));
    }

    [Theory]
    [InlineData("CO-03")]
    [InlineData("AB-01")]
    public void SafetyRules_SpeakWhateverWasStated(string rule) =>
        Assert.All(Enum.GetValues<ExemptionKind>(), kind => Assert.False(kind.Lowers(FindingOf(rule), DateOnly.MaxValue)));

    [Theory]
    [InlineData(ExemptionKind.Hospice, "CO-01", true)]
    [InlineData(ExemptionKind.LongTermCare, "CO-01", false)]
    [InlineData(ExemptionKind.Taper, "DO-02", true)]
    [InlineData(ExemptionKind.Veterinary, "CO-01", false)]
    [InlineData(ExemptionKind.Veterinary, "DO-02", true)]
    [InlineData(ExemptionKind.Veterinary, "VE-01", false)]
    [InlineData(ExemptionKind.OpioidUseTreatment, "DO-04", false)]
    [InlineData(ExemptionKind.LockIn, "DO-02", false)]
    public void Kinds_LowerWhatTheyExplain(ExemptionKind kind, string rule, bool lowers) =>
        Assert.Equal(lowers, kind.Lowers(FindingOf(rule), DateOnly.MaxValue));

    [Fact]
    public void TreatmentOfOpioidUse_LowersWhatIsCountedAboutOpioids()
    {
        var finding = FindingOf("PS-03");

        Assert.True(ExemptionKind.OpioidUseTreatment.Lowers(finding with { Scope = DrugScope.Opioids }, null));
        Assert.False(ExemptionKind.OpioidUseTreatment.Lowers(finding with { Scope = DrugScope.Sedatives }, null));
    }

    [Fact]
    public void LockIn_LowersWhatWasFoundBeforeItBegan()
    {
        var finding = FindingOf("PS-03");

        Assert.True(ExemptionKind.LockIn.Lowers(finding, finding.PeakDay.AddDays(1)));
        Assert.False(ExemptionKind.LockIn.Lowers(finding, finding.PeakDay));
        Assert.Equal(RefusalReason.Incomplete, Exemption.State(Patient, new ExemptionTerms(ExemptionKind.LockIn, null, Until, "x"), "ana", StatedAt).Refusal!.Reason);
    }

    [Fact]
    public void Terms_NeedAReason_AndDaysInOrder()
    {
        Assert.Equal(RefusalReason.Incomplete, Exemption.State(Patient, new ExemptionTerms(ExemptionKind.Taper, null, Until, " "), "ana", StatedAt).Refusal!.Reason);
        Assert.Equal(RefusalReason.Incomplete, Exemption.State(Patient, new ExemptionTerms(ExemptionKind.Taper, Until.AddDays(1), Until, "x"), "ana", StatedAt).Refusal!.Reason);
    }

    [Theory]
    [InlineData("2026-11-29", false)]
    [InlineData("2026-11-30", true)]
    [InlineData("2031-12-01", true)]
    [InlineData("2031-12-02", false)]
    public void LastDay_IsNotOver_AndWithinFiveYears(string until, bool allowed)
    {
        var terms = new ExemptionTerms(ExemptionKind.Cancer, null, DateOnly.Parse(until, CultureInfo.InvariantCulture), "letter");

        Assert.Equal(allowed, Exemption.State(Patient, terms, "ana", StatedAt).Succeeded);
    }

    [Fact]
    public void Codes_ReadBack() => Assert.All(Enum.GetValues<ExemptionKind>(), kind =>
    {
        Assert.True(ExemptionKinds.TryParse(kind.Code(), out var read));
        Assert.Equal(kind, read);
    });

    private static RuleFinding FindingOf(string rule) => Findings.Of() with { Rule = RuleCatalog.Default.WithEveryRuleOn().Find(rule)!.Definition };

    private static Exemption State(ExemptionKind kind, DateOnly? first = null, DateOnly? until = null) =>
        Exemption.State(Patient, new ExemptionTerms(kind, first, until ?? Until, "documented"), "ana", StatedAt).Value;

    private static PatientExemptions Of(params Exemption[] exemptions) => new(exemptions.Select(e => (Patient, e)));
}
