using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class EventFindingsTests
{
    private static readonly ICatalogRule Rule = RuleCatalog.Default.Population.PrescriptionNumber;

    private static GroupEvent Event(int day, Severity severity = Severity.Medium, long patient = 11) => new(
        Subject.Patient(patient), History.Day(day).DayNumber, severity, $"Day {day}.", $"Without day {day}.", [day], []);

    private static RuleFinding? Find(int asOf, params GroupEvent[] events)
    {
        var findings = new SubjectFindings();
        EventFindings.Add(Rule, events, 183, History.Day(asOf), findings);
        return findings.Of(Subject.Patient(11)).SingleOrDefault();
    }

    [Fact]
    public void OneEvent_IsHeldAsLongAsItIsInTheWindow()
    {
        var finding = Find(1000, Event(400));

        Assert.NotNull(finding);
        Assert.Equal((History.Day(400), History.Day(582), History.Day(582)), (finding.FirstDay, finding.LastDay, finding.PeakDay));
        Assert.Equal(("Day 400.", "Without day 400.", 183), (finding.Text, finding.SilentIf, finding.LookBackDays));
        Assert.Equal([400], finding.Evidence);
        Assert.Equal(History.Day(450), Find(450, Event(400))!.LastDay);
    }

    [Fact]
    public void EventsOutsideTheHorizonOrLater_AreNotTold()
    {
        Assert.Null(Find(1312, Event(400))); // the window left the horizon of 730 days
        Assert.NotNull(Find(1311, Event(400)));
        Assert.Null(Find(399, Event(400)));
        Assert.NotNull(Find(400, Event(400)));
    }

    [Fact]
    public void Peak_IsTheWorstEvent_ThenTheMost()
    {
        var finding = Find(900, Event(300, Severity.High), Event(600), Event(610), Event(620));

        Assert.NotNull(finding);
        Assert.Equal((Severity.High, History.Day(482)), (finding.Severity, finding.PeakDay));
        Assert.Equal([300], finding.Evidence);

        var most = Find(900, Event(100), Event(600), Event(610), Event(620));
        Assert.NotNull(most);
        Assert.Equal("Day 620. 3 such events in 183 days.", most.Text);
        Assert.Equal([600, 610, 620], most.Evidence);
    }

    [Fact]
    public void OrderOfEvents_MakesNoDifference()
    {
        GroupEvent[] events = [Event(300), Event(310, Severity.High), Event(310), Event(480)];
        var one = Find(900, events);
        var other = Find(900, [.. events.Reverse()]);

        Assert.Equal((one!.Text, one.PeakDay, string.Join(',', one.Evidence)), (other!.Text, other.PeakDay, string.Join(',', other.Evidence)));
    }

    [Fact]
    public void Differences_AreThoseOfContent()
    {
        static SubjectFindings Of(params GroupEvent[] events)
        {
            var findings = new SubjectFindings();
            EventFindings.Add(Rule, events, 183, History.Day(900), findings);
            return findings;
        }

        var before = Of(Event(800, patient: 11), Event(800, patient: 12), Event(800, patient: 13));
        var after = Of(Event(800, patient: 11), Event(801, patient: 12), Event(800, patient: 14));

        Assert.Equal([12, 13, 14], after.Differences(before, SubjectKind.Patient));
        Assert.Empty(after.Differences(before, SubjectKind.Dispenser));
        Assert.Empty(before.Differences(Of(Event(800, patient: 13), Event(800, patient: 12), Event(800, patient: 11)), SubjectKind.Patient));
    }
}
