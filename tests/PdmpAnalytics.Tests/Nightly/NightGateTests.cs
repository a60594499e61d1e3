using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.Tests.Nightly;

/// <summary>When a night's data look broken, and when its features only moved.</summary>
public class NightGateTests
{
    private static readonly RowBand Usual = new(10_000, 40_000);
    private static readonly int Features = PatientFeatures.Definitions.Count;

    [Theory]
    [InlineData(20_000, 100, 0)]
    [InlineData(5_000, 100, 0)] // unusual, and said in the report; not broken
    [InlineData(1_999, 100, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(200_001, 100, 1)]
    [InlineData(20_000, 10_001, 1)]
    [InlineData(1_500, 1_000, 2)]
    public void Reasons_FarFromUsual_Hold(long records, long rejected, int reasons) =>
        Assert.Equal(reasons, new NightGate().Reasons(Intake(records, rejected), Usual, null).Count);

    [Fact]
    public void Reasons_WithoutNightsToCompareWith_OrFewRecords_DoNotHold()
    {
        Assert.Empty(new NightGate().Reasons(Intake(0, 0), null, null));
        Assert.Empty(new NightGate().Reasons(Intake(0, 0), new RowBand(200, 900), null));
        Assert.Empty(new NightGate().Reasons(Intake(999, 999), null, null));
    }

    [Theory]
    [InlineData(0.99, 0)]
    [InlineData(1.01, 1)]
    public void Reasons_FeaturesFarAway_Hold(double largest, int reasons) =>
        Assert.Equal(reasons, new NightGate().Reasons(Intake(20_000, 0), Usual, new FeatureDrift(1000, 8, largest, [new("lme-30d", largest)])).Count);

    [Fact]
    public void Drift_OfAFeature_IsNamed_AndOthersAreNot()
    {
        var before = Enumerable.Repeat(Profile(shifted: -1), 4).ToList();

        var drift = FeatureDrift.Of(Profile(shifted: 3), before)!;

        Assert.Equal(PatientFeatures.Definitions[3].Name, Assert.Single(drift.Drifted).Feature);
        Assert.Equal((1000, 4), (drift.Patients, drift.Nights));
        Assert.Empty(FeatureDrift.Of(Profile(shifted: -1), before)!.Drifted);
    }

    [Fact]
    public void Drift_OfTooLittle_IsNotSaid()
    {
        var night = Profile(shifted: -1);

        Assert.Null(FeatureDrift.Of(night, [night, night, night]));
        Assert.Null(FeatureDrift.Of(FeatureProfile.Empty(night.Edges), [night, night, night, night]));
        Assert.Null(FeatureDrift.Of(night, [.. Enumerable.Repeat(night with { Edges = [[1]] }, 4)]));
    }

    [Fact]
    public void Read_Settings_OrEveryComplaint()
    {
        Assert.Equal(new NightGate { Stability = 2, RowFactor = 10, RejectedShare = 0.3 }, NightGate.Read(new Dictionary<string, string?>
        {
            ["Stability"] = "2", ["RowFactor"] = "10", ["RejectedShare"] = "0.3",
        }).Value);

        var refused = NightGate.Read(new Dictionary<string, string?> { ["Stability"] = "0.1", ["RowFactor"] = "x", ["RejectedShare"] = "0", ["Door"] = "1" }).Refusal!;

        Assert.Equal(4, refused.Message.Split('\n').Length);
    }

    /// <summary>A thousand patients, evenly over the bins; those of one feature all in the first.</summary>
    private static FeatureProfile Profile(int shifted) => FeatureProfile
        .Empty([.. Enumerable.Repeat(new float[] { 25, 50, 75 }, Features)])
        .With(Enumerable.Range(0, 1000).Select(i => Enumerable.Range(0, Features).Select(f => f == shifted ? 1f : i % 100).ToArray()));

    private static NightIntake Intake(long records, long rejected) => new(1, 0, 0, records, records - rejected, 0, 0, 0, rejected, 0, 0);
}
