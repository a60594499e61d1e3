using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.TestKit;
using Xunit;
using static PdmpAnalytics.Tests.Detection.Population.GroupRuleContext;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class HouseholdRuleTests
{
    private static readonly HouseholdRule Rule = RuleCatalog.Default.Population.Household;

    private static readonly PatientRecord[] FourPeople =
    [
        Person(1, "HARPER", "ROBERT", "1970-03-04"), Person(2, "STONE", "ANNE", "1981-11-21"),
        Person(3, "HARPER", "LUZ", "1965-07-17"), Person(4, "HARPER", "JUNE", "1999-05-25"),
    ];

    /// <summary>One fill, of 30 days.</summary>
    private sealed record Line(long Who, int Day)
    {
        public string Drug { get; init; } = "alprazolam 2 mg";
        public string Practice { get; init; } = "A";
        public string Dispenser { get; init; } = "P";
        public bool Cash { get; init; }
        public byte Location { get; init; }
        public FillContext Context { get; init; }
    }

    private static Household At(IEnumerable<Line> lines, int? patients = null)
    {
        var told = lines.ToArray();
        var history = History.Of("filled | drug | practice | prescriber | dispenser | pay | context\n" + string.Join('\n', told.Select(
            l => $"{l.Day}|{l.Drug}|{l.Practice}|{l.Practice}|{l.Dispenser}|{(l.Cash ? "cash" : "insurance")}|{l.Context}")));
        var fills = new List<HouseholdFill>();
        foreach (var who in told.Select(l => l.Who).Distinct())
        {
            var own = history.Load(history.Rows.Where((_, i) => told[i].Who == who), AsOf);
            foreach (var position in own.InScope(DrugScope.All))
            {
                var fill = own.Fills[position];
                fills.Add(new HouseholdFill(who, fill, told[fill.DispensationId - 1].Location));
            }
        }

        return new Household(patients ?? told.Select(l => l.Who).Distinct().Count(), fills);
    }

    private static SubjectFindings Look(Household household, params PatientRecord[] people)
    {
        var (found, findings) = (new OneFindingEach(), new SubjectFindings());
        Rule.Evaluate(household, Of(people), AsOf, found);
        found.AddTo(findings);
        Assert.Equal(findings.Subjects.Count > 0 || people.Length > 0, Rule.ToCompare(household, AsOf).Any() || people.Length > 0);
        return findings;
    }

    private static SubjectFindings Look(IEnumerable<Line> lines, params PatientRecord[] people) => Look(At(lines), people);

    /// <summary>Some people go three times together, a month apart.</summary>
    private static Line[] Errands(int people, int times = 3, int apart = 0) =>
    [
        .. from time in Enumerable.Range(0, times)
           from who in Enumerable.Range(0, people)
           select new Line(who + 1, 200 + 30 * time + (who == 0 ? 0 : apart)),
    ];

    [Fact]
    public void ThreeVisitsOfTwoPeople_ConcernBoth_WithTheirOwnFills()
    {
        var findings = Look(Errands(2));

        Assert.Equal([1, 2], findings.Subjects.Select(s => s.Id).Order());
        var finding = Assert.Single(findings.Of(Subject.Patient(2)));
        Assert.Equal(("CL-01", Severity.Medium, ReviewQueueKind.Review), (finding.Rule.Id, finding.Severity, finding.Rule.Queue));
        Assert.StartsWith("2 people at one address filled benzodiazepine from 1 prescriber at 1 pharmacy between 2025-07-20 and 2025-09-18: 3 visits within 7 days", finding.Text, StringComparison.Ordinal);
        Assert.EndsWith("The others: patient 1.", finding.Text, StringComparison.Ordinal);
        Assert.Equal("With 2 shared visits instead of 3.", finding.SilentIf);
        Assert.Equal([2, 4, 6], finding.Evidence);
    }

    [Theory]
    [InlineData(3, 7, true)]
    [InlineData(3, 8, false)]
    [InlineData(2, 7, false)]
    public void VisitsWithinAWeek_CountFromThree(int times, int apart, bool fires) => Assert.Equal(fires, Look(Errands(2, times, apart)).Subjects.Count > 0);

    [Fact]
    public void AnotherPrescriberPharmacyOrClass_IsNoSharedVisit()
    {
        Assert.Empty(Look(Errands(2).Select(l => l.Who == 1 ? l : l with { Practice = "B" })).Subjects);
        Assert.Empty(Look(Errands(2).Select(l => l.Who == 1 ? l : l with { Dispenser = "Q" })).Subjects);
        Assert.Empty(Look(Errands(2).Select(l => l.Who == 1 ? l : l with { Drug = "oxycodone 10 mg" })).Subjects);
    }

    [Theory]
    [InlineData(323, true)] // 323 to 329: seven days
    [InlineData(324, false)]
    public void ThreePeopleWithSupplyForAWeek_Fire(int third, bool fires)
    {
        Line[] lines = [new(1, 300), new(2, 310) { Practice = "B" }, new(3, third) { Practice = "C", Dispenser = "R" }];

        var findings = Look(lines);

        Assert.Equal(fires ? 3 : 0, findings.Subjects.Count);
        if (fires)
        {
            Assert.Equal("With 6 days instead of 7 on which 3 people had supply.", findings.Of(Subject.Patient(1))[0].SilentIf);
        }
    }

    [Fact]
    public void OnePersonsTwoFillsAtOnce_AreNotTwoPeople() =>
        Assert.Empty(Look([new(1, 300), new(1, 301) { Practice = "B" }, new(2, 302) { Practice = "C" }]).Subjects);

    [Theory]
    [InlineData(4, 2, 2, Severity.High)]
    [InlineData(3, 3, 2, Severity.Medium)] // three people
    [InlineData(4, 2, 1, Severity.Medium)] // one name
    [InlineData(4, 1, 2, Severity.Medium)] // a quarter in cash
    public void FourPeopleOfTwoNamesPayingHalfInCash_AreHigh(int people, int cash, int names, Severity expected)
    {
        PatientRecord[] records = [.. FourPeople.Take(people).Select(r => names == 2 || r.LastName == "HARPER" ? r : Person(r.PatientId, "HARPERS", "ANNE", "1981-11-21"))];

        var findings = Look(Errands(people).Select(l => l with { Cash = l.Who <= cash }), records);

        Assert.Equal(expected, findings.Of(Subject.Patient(1))[0].Severity);
    }

    [Fact]
    public void OnePersonUnderTwoSpellings_CountsOnce() =>
        Assert.Empty(Look(Errands(2), Person(1, "HARPER", "ROBERT", "1970-03-04"), Person(2, "HARPER", "ROB", "1970-03-04")).Subjects);

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(13)]
    public void HomesAndShelters_AreLeftOut(int location)
    {
        Assert.Empty(Look(Errands(2).Select(l => l with { Location = (byte)location })).Subjects);
        Assert.Equal(2, Look(Errands(2, times: 5).Select((l, i) => l with { Location = (byte)(i == 0 ? location : 1) })).Subjects.Count);
    }

    [Theory]
    [InlineData(12, 0, true)]
    [InlineData(13, 0, false)]
    [InlineData(13, 1, true)]
    [InlineData(40, 1, true)]
    [InlineData(41, 1, false)]
    public void AddressOfMany_CountsWhereItIsStatedToBeHome(int patients, int location, bool fires) =>
        Assert.Equal(fires, Look(At(Errands(2).Select(l => l with { Location = (byte)location }), patients)).Subjects.Count > 0);

    [Theory]
    [InlineData(FillContext.Hospice)]
    [InlineData(FillContext.Cancer)]
    [InlineData(FillContext.Taper)]
    public void OrdinaryCare_IsLeftOut(FillContext context) => Assert.Empty(Look(Errands(2).Select(l => l with { Context = context })).Subjects);

    [Theory]
    [InlineData(282, true)] // the 183rd day
    [InlineData(283, false)]
    public void Visits_CountInsideTheWindow(int third, bool fires)
    {
        Line[] lines = [.. new[] { 100, 190, third }.SelectMany(day => new[] { new Line(1, day), new Line(2, day) })];

        Assert.Equal(fires, Look(lines).Subjects.Count > 0);
    }

    [Fact]
    public void OfSeveralAddresses_ThePatientIsToldTheWorst()
    {
        var (found, findings) = (new OneFindingEach(), new SubjectFindings());
        Rule.Evaluate(At(Errands(2)), Of(), AsOf, found);
        Rule.Evaluate(At(Errands(4).Select(l => l with { Cash = true })), Of(FourPeople), AsOf, found);
        Rule.Evaluate(At(Errands(3)), Of(), AsOf, found);
        found.AddTo(findings);

        Assert.Equal(Severity.High, Assert.Single(findings.Of(Subject.Patient(1))).Severity);
    }

    /// <summary>Days of supply and visits read naively, day by day and fill by fill.</summary>
    [Fact]
    public void Pattern_IsThatOfTheNaiveReading()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var fills = At(Enumerable.Range(0, random.Next(2, 25)).Select(_ => new Line(random.Next(1, 6), random.Next(100, 250))
            {
                Practice = $"A{random.Next(2)}", Dispenser = $"P{random.Next(2)}",
            })).Fills.OrderBy(f => f.Fill.StartDay).ThenBy(f => f.Fill.DispensationId).ToArray();
            var person = Enumerable.Range(1, 5).ToDictionary(id => (long)id, id => id == 5 ? 1 : id);
            var people = random.Next(2, 4);

            var pattern = HouseholdPattern.Of(fills, person, people, 7);

            var days = Enumerable.Range(History.Day(0).DayNumber, 400)
                .Where(day => fills.Where(f => f.Fill.Covers(day)).Select(f => person[f.PatientId]).Distinct().Count() >= people).ToHashSet();
            Assert.Equal(days.Count, pattern.OverlapDays);
            Assert.Equal(fills.Where(f => days.Any(f.Fill.Covers)).Select(f => f.PatientId).ToHashSet(), pattern.Covered.ToHashSet());
            Assert.Equal(NaiveVisits(fills, person), pattern.Errands);
        }
    }

    private static int NaiveVisits(HouseholdFill[] fills, Dictionary<long, int> person)
    {
        var visits = 0;
        var left = fills.ToList();
        while (left.Count > 0)
        {
            var first = left[0];
            var together = left.Where(f => (f.Fill.PrescriberId, f.Fill.DispenserId) == (first.Fill.PrescriberId, first.Fill.DispenserId)
                && f.Fill.StartDay <= first.Fill.StartDay + 7).ToList();
            var isVisit = together.Exists(f => person[f.PatientId] != person[first.PatientId]);
            visits += isVisit ? 1 : 0;
            left.RemoveAll(f => isVisit ? together.Contains(f) : f.Equals(first));
        }

        return visits;
    }
}
