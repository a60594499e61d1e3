using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of ER-05.</summary>
[Ascending(nameof(Days), nameof(HighDays))]
internal sealed record StockpileThresholds
{
    [Threshold("Days of the window: older surplus has aged out.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Days since the first fill of the window that the ledger needs.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 365)]
    public int HistoryDays { get; init; } = 60;

    [Threshold("Days of supply beyond the newest fill from which it is Medium.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int Days { get; init; } = 30;

    [Threshold("Days of supply beyond the newest fill from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int HighDays { get; init; } = 60;
}

/// <summary>ER-05: supply on hand that early fills have added up.</summary>
internal sealed class StockpileRule(StockpileThresholds limits) : ScopedRule<StockpileThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "ER-05",
        Name = "stockpile",
        Title = "Stockpile",
        Family = RuleFamily.Timing,
        Queue = ReviewQueueKind.Review,
        Counts = "Days of supply left when the fills of the window are used one after the other, beyond the day judged and the newest fill: of one drug and strength from one practice, and of one drug across several practices, where strengths that one practice gives together are one supply. The largest is reported.",
        Template = "Supply of {drug} on hand is {d} days beyond the newest fill, from {n} fills in {W} days.",
        Citation = "domain reference 6.2, from the early refill rules (S37)",
        LegitimateReasons = "Medicine taken only when needed, a dose lowered without a new prescription, ninety-day fills a little early each time.",
        ReviewerCheck = "Whether the directions are as needed, and whether quantity and days supply agree.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is not { } reference)
        {
            return false;
        }

        // A ledger never emptied and without companions holds at least as much as any that counts.
        Span<int> ends = stackalloc int[reference.Catalog.Ingredients.Count];
        ends.Clear();
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref history.Fills[position];
            ref var end = ref ends[fill.IngredientId];
            if (end - fill.StartDay >= Limits.Days)
            {
                return true;
            }

            end = Math.Max(end, fill.StartDay) + fill.Days;
        }

        return false;
    }

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        if (scope == DrugScope.All)
        {
            // A ledger is of one drug: all scopes together hold no other.
            return episode;
        }

        var inScope = history.InScope(scope);
        for (var k = 0; k < inScope.Length; k++)
        {
            if (IsFirst(history, inScope, k, acrossPractices: false))
            {
                Scan(history, inScope, k, acrossPractices: false, findings.Scratch, ref episode);
            }

            if (history.PracticeCount > 1 && IsFirst(history, inScope, k, acrossPractices: true))
            {
                Scan(history, inScope, k, acrossPractices: true, findings.Scratch, ref episode);
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var inScope = history.InScope(scope);
        var (k, across) = (episode.Peak.Tag / 2, episode.Peak.Tag % 2 == 1);
        Select(history, inScope, k, across, findings.Scratch.Fills);
        var fills = new List<int>();
        foreach (var position in findings.Scratch.Fills.Positions)
        {
            var day = history.Fills[position].StartDay;
            if (day <= episode.PeakDay && day > episode.PeakDay - Limits.WindowDays)
            {
                fills.Add(position);
            }
        }

        var surplus = (int)episode.Peak.Measure;
        FindingValue[] values =
        [
            new("d", surplus), new("n", fills.Count), new("W", Limits.WindowDays),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drug", FindingText.Drug(history, in history.Fills[fills[^1]]))),
            SilentIf = $"{FindingText.Many(surplus - Limits.Days + 1, "day")} of supply less before {FindingText.TheFill(history, in history.Fills[fills[^1]])}, in {Limits.WindowDays} days.",
            Fills = fills,
        };
    }

    private void Scan(
        DispensingHistory history, ReadOnlySpan<int> inScope, int k, bool acrossPractices, RuleScratch scratch, ref Episode episode)
    {
        var selection = scratch.Fills;
        Select(history, inScope, k, acrossPractices, selection);
        var tag = 2 * k + (acrossPractices ? 1 : 0);
        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var window = selection.Positions[sweep.Low..sweep.High];
            if (window.Length < 2 || (acrossPractices && !SeveralPractices(history, window)))
            {
                continue;
            }

            var ledger = RegimenLedger.Of(history, window);
            var from = Math.Max(sweep.FromDay, selection.Days[sweep.Low] + Limits.HistoryDays);
            if (ledger.Surplus >= Limits.Days)
            {
                episode.Hold(from, Math.Min(sweep.ToDay, ledger.NewestEnd), Outcome(ledger.Surplus, tag));
                // Once the newest fill is used up the rest shrinks by a day a day.
                for (var day = Math.Max(from, ledger.NewestEnd + 1); day <= Math.Min(sweep.ToDay, ledger.End - Limits.Days); day++)
                {
                    episode.Hold(day, day, Outcome(ledger.End - day, tag));
                }
            }
        }
    }

    /// <summary>What one practice gives in another strength may be a change of dose, not more of it.</summary>
    private static bool SeveralPractices(DispensingHistory history, ReadOnlySpan<int> window)
    {
        var first = history.Fills[window[0]].LocalPractice;
        foreach (var position in window[1..])
        {
            if (history.Fills[position].LocalPractice != first)
            {
                return true;
            }
        }

        return false;
    }

    private Outcome Outcome(int days, int tag) => new(days >= Limits.HighDays ? Severity.High : Severity.Medium, days, Tag: tag);

    private static void Select(
        DispensingHistory history, ReadOnlySpan<int> inScope, int k, bool acrossPractices, FillSelection selection)
    {
        selection.Clear();
        ref readonly var like = ref history.Fills[inScope[k]];
        foreach (var position in inScope)
        {
            ref readonly var fill = ref history.Fills[position];
            if (SameLedger(in fill, in like, acrossPractices))
            {
                selection.Add(position, fill.StartDay);
            }
        }
    }

    private static bool IsFirst(DispensingHistory history, ReadOnlySpan<int> inScope, int k, bool acrossPractices)
    {
        for (var j = 0; j < k; j++)
        {
            if (SameLedger(in history.Fills[inScope[j]], in history.Fills[inScope[k]], acrossPractices))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameLedger(in Fill a, in Fill b, bool acrossPractices) =>
        a.IngredientId == b.IngredientId && (acrossPractices || (a.LocalPractice == b.LocalPractice && a.StrengthMg == b.StrengthMg));
}
