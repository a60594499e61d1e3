using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class PublishedDefinitionsTests
{
    [Fact]
    public void FourPrescribersAndFivePharmaciesInside183Days_ScoreTheSmaller()
    {
        TruthFill[] fills = [.. new[] { (0, 1, 1), (40, 2, 2), (80, 3, 3), (120, 4, 4), (182, 4, 5) }.Select(f => TruthFills.Of(f.Item1, f.Item2, f.Item3))];

        Assert.Equal(4, PublishedDefinitions.ProviderCount(fills, 4, 183));
        Assert.Equal(0, PublishedDefinitions.ProviderCount(fills, 5, 183));
    }

    [Fact]
    public void FirstFill183DaysBeforeTheLast_IsOutsideTheWindow()
    {
        TruthFill[] fills = [.. new[] { (0, 1, 1), (50, 2, 2), (90, 3, 3), (183, 4, 4) }.Select(f => TruthFills.Of(f.Item1, f.Item2, f.Item3))];

        Assert.Equal(0, PublishedDefinitions.ProviderCount(fills, 4, 183));
        Assert.Equal(4, PublishedDefinitions.ProviderCount(fills, 4, 184));
    }

    [Fact]
    public void TreatmentMedicationAndUnknownProducts_DoNotCount()
    {
        TruthFill[] fills =
        [
            TruthFills.Of(0, 1, 1, drugClass: DrugClass.OpioidUseTreatment), TruthFills.Of(1, 2, 2, drugClass: DrugClass.Unknown),
            TruthFills.Of(2, 3, 3), TruthFills.Of(3, 4, 4),
        ];

        Assert.Equal(2, PublishedDefinitions.ProviderCount(fills, 2, 183));
        Assert.Equal(0, PublishedDefinitions.ProviderCount(fills, 3, 183));
    }

    [Theory]
    [InlineData(9, 3)] // the tenth covered day of the first supply is shared
    [InlineData(10, 0)] // the next supply begins the day after: nothing shared
    public void OverlapAtThreePharmacies_NeedsASharedDay(int secondDay, int expected)
    {
        TruthFill[] fills =
        [
            TruthFills.Of(0, 1, 1), TruthFills.Of(secondDay, 2, 2), TruthFills.Of(200, 1, 1), TruthFills.Of(205, 3, 3),
        ];

        Assert.Equal(expected, PublishedDefinitions.OverlapDispensers(fills, 3, 548));
    }

    [Fact]
    public void OverlapOfOnePrescriberOrOfTwoClasses_DoesNotCount()
    {
        TruthFill[] fills =
        [
            TruthFills.Of(0, 1, 1), TruthFills.Of(2, 1, 2), TruthFills.Of(3, 2, 3, drugClass: DrugClass.Opioid), TruthFills.Of(4, 1, 4),
        ];

        Assert.Equal(0, PublishedDefinitions.OverlapDispensers(fills, 1, 548));
    }
}
