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

    /// <summary>500 patients are enough, 499 say nothing, tonight and in the nights before together.</summary>
    [Theory]
    [InlineData(500, 125, true)]
    [InlineData(499, 125, false)]
    [InlineData(500, 124, false)]
    public void Drift_OfFewPatients_IsNotSaid(int tonight, int eachBefore, bool said) =>
        Assert.Equal(said, FeatureDrift.Of(Profile(shifted: -1, tonight), [.. Enumerable.Repeat(Profile(shifted: -1, eachBefore), 4)]) is not null);

    /// <summary>500 patients of the same population by chance: far below the warning, whatever the column.</summary>
    [Fact]
    public void Drift_OfChance_IsFarBelowTheWarning()
    {
        var random = new Random(3);
        FeatureProfile Drawn(int patients) => FeatureProfile.Empty([.. Enumerable.Repeat(new float[] { 10, 20, 30, 40, 50, 60, 70, 80, 90 }, Features)])
            .With(Enumerable.Range(0, patients).Select(_ => Enumerable.Range(0, Features).Select(_ => (float)random.Next(100)).ToArray()));

        var drift = FeatureDrift.Of(Drawn(FeatureDrift.FewestPatients), [.. Enumerable.Range(0, 4).Select(_ => Drawn(2000))])!;

        Assert.InRange(drift.Largest, 0.001, FeatureDrift.Warning / 2);
        Assert.Empty(drift.Drifted);
    }

    /// <summary>A feature that can no longer be known of anybody is named and holds the night; one that never could is neither.</summary>
    [Fact]
    public void Drift_OfAFeatureThatWentMissing_HoldsTheNight_OneThatNeverWasDoesNot()
    {
        FeatureProfile Night(float second) => FeatureProfile.Empty([.. Enumerable.Repeat(new float[] { 25, 50, 75 }, Features)])
            .With(Enumerable.Range(0, 1000).Select(i => Enumerable.Range(0, Features).Select(f => f == 0 ? float.NaN : f == 1 ? second * (i % 100) : i % 100).ToArray()));

        var drift = FeatureDrift.Of(Night(float.NaN), [.. Enumerable.Repeat(Night(1), 4)])!;

        Assert.Equal(PatientFeatures.Definitions[1].Name, Assert.Single(drift.Drifted).Feature);
        Assert.Single(new NightGate().Reasons(Intake(20_000, 0), Usual, drift));
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

    /// <summary>Patients evenly over the bins; those of one feature all in the first.</summary>
    private static FeatureProfile Profile(int shifted, int patients = 1000) => FeatureProfile
        .Empty([.. Enumerable.Repeat(new float[] { 25, 50, 75 }, Features)])
        .With(Enumerable.Range(0, patients).Select(i => Enumerable.Range(0, Features).Select(f => f == shifted ? 1f : i % 100).ToArray()));

    private static NightIntake Intake(long records, long rejected) => new(1, 0, 0, records, records - rejected, 0, 0, 0, rejected, 0, 0);
}
