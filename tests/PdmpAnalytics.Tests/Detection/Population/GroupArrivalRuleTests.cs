using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using Xunit;
using static PdmpAnalytics.Tests.Detection.Population.GroupRuleContext;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class GroupArrivalRuleTests
{
    private static readonly GroupArrivalRule Rule = RuleCatalog.Default.Population.GroupArrival;

    private static DispenserFill[] Run(int people, int step = 1, PaymentType payment = PaymentType.PrivatePay) =>
        [.. Enumerable.Range(0, people).Select(i => Fill(i + 1, 11 + i).Rx($"{700201 + i * step}") with { Payment = payment })];

    private static List<GroupEvent> Look(IEnumerable<DispenserFill> fills, GroupContext? context = null) =>
        [.. Rule.Look(Pharmacy(fills), context ?? Of())];

    [Fact]
    public void T16_SixPatientsWithNumbersInARunPayingCash_ConcernsEachOfThem()
    {
        var events = Look(Run(6));

        Assert.Equal([11, 12, 13, 14, 15, 16], events.Select(e => e.Subject.Id));
        Assert.All(events, e => Assert.Equal((SubjectKind.Patient, Severity.High, 1), (e.Subject.Kind, e.Severity, e.Evidence.Count)));
        Assert.Equal(
            "6 patients with consecutive Rx numbers (700201 to 700206) for clonazepam 1 mg from one prescriber at Main Street Pharmacy on "
            + $"{DateOnly.FromDayNumber(events[0].Day):yyyy-MM-dd}; 6 paid privately, 0 from more than 40 miles away. The others: patients 12, 13, 14, 15 and 16.",
            events[0].Text);
        Assert.Equal([3], events[2].Evidence);
    }

    [Theory]
    [InlineData(5, 3, true)]
    [InlineData(4, 3, false)]
    [InlineData(5, 4, false)] // a larger step ends the run
    public void FivePeopleWithStepsOfThree_Fire(int people, int step, bool fires) => Assert.Equal(fires, Look(Run(people, step)).Count > 0);

    [Theory]
    [InlineData(3, true)] // 60 %
    [InlineData(2, false)]
    public void ShareOfCash_Decides(int cash, bool fires) =>
        Assert.Equal(fires, Look(Run(5).Select((f, i) => i < cash ? f : f with { Payment = PaymentType.Medicaid })).Count > 0);

    [Fact]
    public void DiscountCards_AreNoCash() => Assert.Empty(Look(Run(6).Select(f => f with { Context = FillContext.DiscountCard })));

    [Theory]
    [InlineData(3, true, Severity.Medium)]
    [InlineData(2, true, null)]
    [InlineData(5, false, null)] // all from one place: a coach, a home
    public void FarZips_FireWithoutCash(int far, bool severalZips, Severity? expected)
    {
        var fills = Run(5, payment: PaymentType.Medicaid)
            .Select((f, i) => i >= far ? f : f with { PatientZip = severalZips && i == 0 ? OtherFarZip : FarZip });

        Assert.Equal(expected, Look(fills).FirstOrDefault()?.Severity);
    }

    [Fact]
    public void AnyDifference_IsAnotherErrand()
    {
        Assert.Empty(Look(Run(6).Select((f, i) => i < 3 ? f : f with { FilledDay = f.FilledDay + 1 })));
        Assert.Empty(Look(Run(6).Select((f, i) => i < 3 ? f : f with { PrescriberId = 6 })));
        Assert.Empty(Look(Run(6).Select((f, i) => i < 3 ? f : f with { StrengthMg = 2 })));
        Assert.Empty(Look(Run(6).Select((f, i) => i < 3 ? f : f with { FillNumber = 1 })));
        Assert.Empty(Look(Run(6).Select((f, i) => i < 3 ? f : f.Rx("no number"))));
    }

    [Theory]
    [InlineData(FillContext.LongTermCare)]
    [InlineData(FillContext.Hospice)]
    [InlineData(FillContext.Cancer)]
    public void CareInHomesAndHospice_IsLeftOut(FillContext context) => Assert.Empty(Look(Run(6).Select(f => f with { Context = context })));

    [Fact]
    public void OnePersonUnderSeveralSpellings_CountsOnce()
    {
        var fills = Run(5);
        var context = Of(
            Person(11, "HARPER", "ROBERT", "1970-03-04"), Person(12, "HARPER", "ROB", "1970-03-04"),
            Person(13, "STONE", "ANNE", "1981-01-01"), Person(14, "MILLER", "JOHN", "1990-05-05"), Person(15, "DIAZ", "LUZ", "1965-07-07"));

        Assert.NotEmpty(Look(fills));
        Assert.Empty(Look(fills, context));
        Assert.Equal([11, 12, 13, 14, 15], Rule.ToCompare(Pharmacy(fills)).Order());
    }

    [Fact]
    public void OnePersonWithManyPrescriptions_IsNoGroup() => Assert.Empty(Look(Run(6).Select(f => f with { PatientId = 11 })));

    [Theory]
    [InlineData("700201", 700201L)]
    [InlineData("C 700201 ", 700201L)]
    [InlineData("12-0042", 42L)]
    [InlineData("N7X", null)]
    [InlineData("", null)]
    [InlineData("99999999999999999999999", 999999999999999999)]
    public void RxSequence_IsTheRunningNumber(string number, long? expected) => Assert.Equal(expected, RxSequence.Of(number));
}
