using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.TestKit;
using Xunit;
using static PdmpAnalytics.Tests.Detection.Population.GroupRuleContext;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class BlankSerialRuleTests
{
    private static readonly BlankSerialRule Rule = RuleCatalog.Default.Population.BlankSerial;

    private static BlankUse Use(long id, long patient, int day = 100, int written = 99, int prescriber = 5) =>
        new(id, patient, History.Day(day).DayNumber, History.Day(written).DayNumber, prescriber);

    private static List<GroupEvent> Look(params IEnumerable<BlankUse> uses) => [.. Rule.Look(new("NY-0001", [.. uses]), Of())];

    [Fact]
    public void BlankUsedForTwoPeople_ConcernsBoth()
    {
        var events = Look(Use(1, 11), Use(2, 12, day: 120, written: 119));

        Assert.Equal([(11L, 1L), (12L, 2L)], events.Select(e => (e.Subject.Id, e.Evidence[0])));
        Assert.All(events, e => Assert.Equal((Severity.High, History.Day(120).DayNumber), (e.Severity, e.Day)));
        Assert.Equal(
            $"State blank NY-0001 was used for 2 different prescriptions ({History.Day(100):yyyy-MM-dd} and {History.Day(120):yyyy-MM-dd}), for patient 12 besides this patient.",
            events[0].Text);
    }

    [Fact]
    public void OtherPrescriberOrDateWritten_IsAnotherPrescription()
    {
        Assert.Single(Look(Use(1, 11), Use(2, 11, prescriber: 6)));
        Assert.Single(Look(Use(1, 11), Use(2, 11, written: 98)));
        Assert.Contains("for nobody besides", Look(Use(1, 11), Use(2, 11, written: 98))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralDrugsOnOneBlank_AndRefills_AreOnePrescription() =>
        Assert.Empty(Look(Use(1, 11), Use(2, 11), Use(3, 11, day: 130)));

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void SerialThatSoftwareFillsIn_IsIgnored(int records, bool fires) =>
        Assert.Equal(fires, Look(Enumerable.Range(1, records).Select(i => Use(i, 10 + i))).Count > 0);

    [Fact]
    public void AnotherSpelling_IsTheSamePerson()
    {
        BlankUses uses = new("NY-0001", [Use(1, 11), Use(2, 12)]);
        var alike = Of(Person(11, "HARPER", "ROBERT", "1970-03-04"), Person(12, "HARPER", "BOB", "1970-03-04"));

        Assert.Equal([11, 12], Rule.ToCompare(uses));
        Assert.Empty(Rule.Look(uses, alike));
    }
}
