using PdmpAnalytics.Detection.Scoring.Learning;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Learning;

public class CaseSplitsTests
{
    [Fact]
    public void Forward_EachPartIsJudgedFromEarlierDays_AboutOtherPatients()
    {
        // The last twenty are about patients of the first.
        var cases = InventedCases.Usual(1).ConvertAll(c => c with { Patient = c.Patient % 280 });

        var folds = TimeFold.Of(cases);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, f =>
        {
            Assert.True(f.Before.Max(c => c.DecidedOn) < f.After.Min(c => c.DecidedOn));
            Assert.Empty(f.Before.Select(c => c.Patient).Intersect(f.After.Select(c => c.Patient)));
            Assert.True(f.Before.Count >= 2 * cases.Count / 5 - 4, "Two fifths, cut before a day of four.");
        });
    }

    [Fact]
    public void OneDay_IsCutByPatientAlone()
    {
        var cases = InventedCases.Usual(2).ConvertAll(c => c with { DecidedOn = new DateOnly(2026, 5, 1) });
        var splits = new CaseSplits(cases, 1);

        var held = splits.Hold((_, test) => new double[test.Count]);

        Assert.Empty(splits.Later);
        Assert.Equal(Math.Log(2), splits.LogLoss(held), 1e-9);
    }

    /// <summary>Sure and right about every patient out of fold, without a clue about what comes later: half of the loss is seen.</summary>
    [Fact]
    public void LogLoss_CountsBothCutsAlike()
    {
        var splits = new CaseSplits(InventedCases.Usual(3), 1);

        var held = new HeldOut([.. splits.Cases.Select(c => c.Confirmed ? 50.0 : -50)], new double[splits.Later.Count]);

        Assert.NotEmpty(splits.Later);
        Assert.Equal(Math.Log(2) / 2, splits.LogLoss(held), 1e-9);
    }

    [Fact]
    public void Hold_AsksNothingOfWhatItLearnedFrom()
    {
        var splits = new CaseSplits(InventedCases.Usual(4), 1);

        var held = splits.Hold((train, test) =>
        {
            var known = train.Select(c => c.Patient).ToHashSet();
            return [.. test.Select(c => known.Contains(c.Patient) ? 1.0 : 0)];
        });

        Assert.All(held.ByPatient.Concat(held.ByTime), said => Assert.Equal(0, said));
    }
}
