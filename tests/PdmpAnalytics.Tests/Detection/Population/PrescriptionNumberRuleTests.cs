using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using Xunit;
using static PdmpAnalytics.Tests.Detection.Population.GroupRuleContext;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class PrescriptionNumberRuleTests
{
    private static readonly PrescriptionNumberRule Rule = RuleCatalog.Default.Population.PrescriptionNumber;

    private static List<GroupEvent> Look(params IEnumerable<DispenserFill> fills) => [.. Rule.Look(Pharmacy(fills), Of())];

    [Fact]
    public void T14_OneNumberForTwoPatients_ConcernsBoth()
    {
        var events = Look(Fill(1, 11), Fill(2, 12).On(130));

        Assert.Equal([(11L, Severity.High, 1L), (12L, Severity.High, 2L)], events.Select(e => (e.Subject.Id, e.Severity, e.Evidence[0])));
        Assert.Equal(
            $"Rx 700201 at Main Street Pharmacy: filled on {TestKit.History.Day(100):yyyy-MM-dd} for this patient and on {TestKit.History.Day(130):yyyy-MM-dd} for patient 12.",
            events[0].Text);
    }

    [Theory]
    [InlineData(1826, true)]
    [InlineData(1827, false)]
    public void NumberOfSomebodyElse_MayComeUpAfterFiveYears(int days, bool fires) =>
        Assert.Equal(fires, Look(Fill(1, 11).On(-1600), Fill(2, 12).On(-1600 + days)).Count > 0);

    [Fact]
    public void AnotherSpelling_IsNobodyElse()
    {
        var fills = Pharmacy(Fill(1, 11), Fill(2, 12).On(130));
        var alike = Of(Person(11, "HARPER", "ROBERT", "1970-03-04"), Person(12, "HAPRER", "ROBERT", "1970-04-03"));
        var different = Of(Person(11, "HARPER", "ROBERT", "1970-03-04"), Person(12, "STONE", "ANNE", "1970-03-04"));

        Assert.Equal([11, 12], Rule.ToCompare(fills).Distinct());
        Assert.Empty(Rule.Look(fills, alike));
        Assert.Equal(2, Rule.Look(fills, different).Count());
    }

    [Fact]
    public void RefillsOfOnePerson_AreQuiet() =>
        Assert.Empty(Look(Enumerable.Range(0, 6).Select(i => Fill(i + 1, 11).On(100 + 30 * i) with { FillNumber = (short)i })));

    [Fact]
    public void OtherDrugOrPrescriberUnderTheNumber_IsMedium()
    {
        DrugCatalog.Shipped.TryGetIngredient("zolpidem", out var zolpidem);

        Assert.Contains("clonazepam on", Assert.Single(Look(Fill(1, 11), Fill(2, 11).On(130) with { IngredientId = zolpidem!.Id })).Text, StringComparison.Ordinal);
        var other = Assert.Single(Look(Fill(1, 11), Fill(2, 11).On(130) with { PrescriberId = 6 }));
        Assert.Contains("another prescriber", other.Text, StringComparison.Ordinal);
        Assert.Equal(Severity.Medium, other.Severity);
        Assert.Empty(Look(Fill(1, 11), Fill(2, 11).On(130) with { IngredientId = -1 }));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, -1, false)] // nothing authorised was reported
    public void RefillBeyondThoseAuthorised_Fires(short refill, short authorised, bool fires) =>
        Assert.Equal(fires, Look(Fill(1, 11) with { FillNumber = refill, RefillsAuthorized = authorised }).Count == 1);

    [Theory]
    [InlineData(6, DrugSchedule.IV, true)] // T15: six authorised, sixth refill
    [InlineData(5, DrugSchedule.IV, false)]
    [InlineData(6, DrugSchedule.III, true)]
    [InlineData(6, DrugSchedule.V, false)]
    public void T15_SixthRefillOfSchedule3Or4_Fires(short refill, DrugSchedule schedule, bool fires) =>
        Assert.Equal(fires, Look(Fill(1, 11) with { FillNumber = refill, RefillsAuthorized = 6, Schedule = schedule }).Count == 1);

    [Fact]
    public void FilledLongAfterWritten_Fires()
    {
        var late = Fill(1, 11) with { Quality = RecordQuality.Expired };

        Assert.Contains("more than six months", Assert.Single(Look(late)).Text, StringComparison.Ordinal);
        Assert.Empty(Look(late with { Schedule = DrugSchedule.V }));
    }

    [Theory]
    [InlineData(30, 30, false)]
    [InlineData(30, 31, true)]
    public void PartsBeyondWhatWasPrescribed_Fire(double first, double second, bool fires) => Assert.Equal(fires, Look(
        Fill(1, 11) with { PartialFill = 1, Quantity = first, QuantityPrescribed = 60 },
        Fill(2, 11).On(110) with { PartialFill = 2, Quantity = second, QuantityPrescribed = 60 }).Count == 1);

    [Theory]
    [InlineData(19, SubjectKind.Patient)]
    [InlineData(20, SubjectKind.Dispenser)]
    public void PharmacyThatCountsAnew_GetsOneTicketInPlaceOfItsPatients(int numbers, SubjectKind expected)
    {
        var fills = Enumerable.Range(0, numbers).SelectMany(i => new[]
        {
            Fill(2 * i + 1, 100 + 2 * i).Rx($"N{i}"),
            Fill(2 * i + 2, 101 + 2 * i).Rx($"N{i}").On(300),
        });
        var events = Look(fills);

        Assert.All(events, e => Assert.Equal(expected, e.Subject.Kind));
        Assert.Equal(expected == SubjectKind.Dispenser ? 1 : 2 * numbers, events.Count);
        Assert.All(events, e => Assert.InRange(e.Evidence.Count, 1, 20));
    }
}
