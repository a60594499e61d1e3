using PdmpAnalytics.Detection;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Review;
using Xunit;

namespace PdmpAnalytics.Tests.Learning;

/// <summary>From decisions to a recall, against populations whose misses are counted.</summary>
public class RecallCountTests
{
    private const int Window = 365;
    private const Disposition Confirmed = Disposition.LetterSent;
    private const Disposition Harmless = Disposition.LowConcern;
    private static readonly DateOnly Today = new(2026, 12, 31);

    /// <summary>
    /// 20,000 people below the line, 300 of them to be found; the queue brought 700. A panel of 2 % is raised to 5 % in June and joined by another
    /// seed of 5 % in September; everybody drawn is concluded.
    /// </summary>
    [Fact]
    public void Of_ShareAndSeedChanged_HoldsTheTrueRecall_InAboutNineteenOfTwenty()
    {
        const double True = 0.7;
        var (held, sum, runs) = (0, 0.0, 300);
        for (var run = 0; run < runs; run++)
        {
            var (decisions, standing) = Year(run);

            var estimate = RecallCount.Of(decisions, standing, Window, Today);

            held += estimate.RecallLow <= True && True <= estimate.RecallHigh ? 1 : 0;
            sum += estimate.Below * estimate.Missed.Share;

            // The largest of three counts: up to three and a half standard errors of the smallest panel above, 20,000 * sqrt(0.98 / 400) each.
            Assert.InRange(estimate.Below, 17_500, 23_500);
            Assert.Equal(700, estimate.Found);
        }

        Assert.InRange(held / (double)runs, 0.90, 0.99);
        Assert.InRange(sum / runs, 295, 325); // 300, and a little more: of three counts of the same people the largest is taken
    }

    /// <summary>Confirmed as drawn, brought by a rule later and confirmed again: the queue had missed it.</summary>
    [Fact]
    public void Of_FirstConfirmedBelowTheLine_IsMissed_WhateverComesLater()
    {
        CountedDecision[] decisions = [Closed(1, 2, Confirmed, 0.1, 1), Closed(1, 5, Confirmed, null, null), Closed(2, 2, Confirmed, null, null)];

        var estimate = RecallCount.Of(decisions, [], Window, Today);

        Assert.Equal((1, 1, 1), (estimate.Drawn, estimate.Confirmed, estimate.Found));
    }

    [Fact]
    public void Of_ConclusionTakenBack_DoesNotCount()
    {
        CountedDecision[] decisions =
        [
            Closed(1, 2, Confirmed, null, null),
            new(1, 3, Today, AlertState.Closed, AlertState.Reopened, null, null, null),
            Closed(1, 4, Harmless, null, null),
        ];

        var estimate = RecallCount.Of(decisions, [], Window, Today);

        Assert.Equal((1, 0), (estimate.Reviewed, estimate.Found));
    }

    [Fact]
    public void Of_FoundBeforeTheWindow_DoesNotCount_AndAnOldPanelSaysSo()
    {
        var old = Today.AddDays(-Window - 10);
        CountedDecision[] decisions = [Closed(1, 2, Confirmed, null, null) with { On = old }, Closed(2, 2, Harmless, 0.5, 1) with { On = old }, Closed(3, 2, Confirmed, null, null)];
        DrawnAlert[] standing = [new(2, 0.5, 1, old)];

        var estimate = RecallCount.Of(decisions, standing, Window, Today);

        Assert.Equal((1, 1, Window + 10, true), (estimate.Found, estimate.Concluded, estimate.PanelAge, estimate.IsOld));
        Assert.False(RecallCount.Of(decisions, [.. standing, new(4, 0.5, 2, Today.AddDays(-3))], Window, Today).IsOld);
    }

    private static (List<CountedDecision> Decisions, List<DrawnAlert> Standing) Year(int run)
    {
        var (decisions, standing) = (new List<CountedDecision>(), new List<DrawnAlert>());
        BlindSample[] samples = [new(0.02, 3 * run + 1), new(0.05, 3 * run + 1), new(0.05, 3 * run + 2)];
        for (var person = 1; person <= 20_000; person++)
        {
            // Drawn once by a panel, and again by another one.
            foreach (var (quarter, sample) in samples.Index().Where(s => s.Item.Draws(person)).DistinctBy(s => s.Item.Seed))
            {
                var day = new DateOnly(2026, 3 + 3 * quarter, 1);
                decisions.Add(Closed(person, 2 + quarter, person <= 300 ? Confirmed : Harmless, sample.Share, sample.Seed) with { On = day });
                standing.RemoveAll(s => s.Alert == person);
                standing.Add(new DrawnAlert(person, sample.Share, sample.Seed, day));
            }
        }

        decisions.AddRange(Enumerable.Range(1, 1000).Select(p => Closed(1_000_000 + p, 2, p <= 700 ? Confirmed : Harmless, null, null)));
        return (decisions, standing);
    }

    private static CountedDecision Closed(long alert, int version, Disposition disposition, double? share, int? seed) =>
        new(alert, version, Today, AlertState.InReview, AlertState.Closed, disposition, share, seed);
}
