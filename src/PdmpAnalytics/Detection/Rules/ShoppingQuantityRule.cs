using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PS-08.</summary>
[Ascending(nameof(Share), nameof(HighShare))]
internal sealed record ShoppingQuantityThresholds
{
    [Threshold("Days of the window.", "Pradel 2004: one year", Min = 90, Max = 548)]
    public int WindowDays { get; init; } = 365;

    [Threshold("Share of the mg obtained beside another practice's supply from which it is Medium.", "domain reference 6.2, our choice, 2026-11-22 (Pradel 2010: 18.6 % of all buprenorphine, under 4 % of benzodiazepines)", Min = 0, Max = 1)]
    public double Share { get; init; } = 0.25;

    [Threshold("Share from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double HighShare { get; init; } = 0.50;

    [Threshold("Days at the lowest label maximum that these mg must be worth.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 365)]
    public int DaysAtLabelMaximum { get; init; } = 10;
}

/// <summary>PS-08: milligrams of one drug obtained while another practice's supply of it was running.</summary>
internal sealed class ShoppingQuantityRule(ShoppingQuantityThresholds limits) : ScopedRule<ShoppingQuantityThresholds>(About, limits)
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "PS-08",
        Name = "quantity-beside-another-practice",
        Title = "Quantity obtained beside another practice's supply",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        Counts = "For each drug with a label maximum, mg of the fills that start in the window: of each fill the mg of those days that an earlier fill of another practice covers, as a share of all mg. Whole supplies count, as known when they were dispensed. The drug with the highest share is reported.",
        Template = "{q} mg ({pct} %) of {drug} in {W} days was obtained while another practice's supply was still running.",
        Citation = "Pradel 2004; Pradel 2010",
        LegitimateReasons = "A change of prescriber with supply in hand, refills a few days early, a days supply entered too long.",
        ReviewerCheck = "Whether the later practice replaced the earlier one, and quantity and days supply of the overlapping fills.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= 2 && history.Reference is not null;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        // A share of one drug is never higher over all scopes than in its own.
        if (scope == DrugScope.All || history.ProvidersIn(scope).Practices < 2)
        {
            return episode;
        }

        var inScope = history.InScope(scope);
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var fill = ref history.Fills[inScope[k]];
            if (IsFirstOfItsDrug(history, inScope, k) && MinMg(history, fill.IngredientId) is { } minMg
                && Select(history, inScope, fill.IngredientId, findings.Scratch))
            {
                Scan(history, fill.IngredientId, minMg, findings.Scratch, ref episode);
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var ingredient = episode.Peak.Tag;
        var inScope = history.InScope(scope);
        var fills = new List<int>();
        var (q, total) = (0.0, 0.0);
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var fill = ref history.Fills[inScope[k]];
            if (Counts(in fill, ingredient) && fill.StartDay <= episode.PeakDay && fill.StartDay > episode.PeakDay - Limits.WindowDays)
            {
                var days = DaysBesideOthers(history, inScope, k);
                q += days * fill.DailyMg;
                total += fill.Days * fill.DailyMg;
                if (days > 0)
                {
                    fills.Add(inScope[k]);
                }
            }
        }

        FindingValue[] values =
        [
            new("q", Math.Round(q, 1)), new("total", Math.Round(total, 1)), new("pct", Math.Floor(100 * q / total)), new("W", Limits.WindowDays),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
        ];
        var most = Math.Max(Limits.Share * total, MinMg(history, ingredient)!.Value);
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("drug", FindingText.Drug(history, ingredient))),
            SilentIf = $"Less than {FindingText.Number(most)} mg beside another practice's supply instead of {FindingText.Number(Math.Round(q, 1))}.",
            Fills = fills,
        };
    }

    private void Scan(DispensingHistory history, int ingredient, double minMg, RuleScratch scratch, ref Episode episode)
    {
        var selection = scratch.Fills;
        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            // Added up anew for each stretch: a window holds few fills, and sums do not drift.
            var (q, total) = (0.0, 0.0);
            for (var i = sweep.Low; i < sweep.High; i++)
            {
                q += scratch.Amounts[i].Part;
                total += scratch.Amounts[i].All;
            }

            if (q > 0 && q >= minMg - Rounding && q >= Limits.Share * total - Rounding)
            {
                var severity = q >= Limits.HighShare * total - Rounding ? Severity.High : Severity.Medium;
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, Math.Round(q / total, 6), Math.Round(q, 3), ingredient));
            }
        }
    }

    /// <summary>Puts the drug's fills into the scratch with their mg. False when no fill meets another practice's supply.</summary>
    private static bool Select(DispensingHistory history, ReadOnlySpan<int> inScope, int ingredient, RuleScratch scratch)
    {
        var selection = scratch.Fills;
        selection.Clear();
        scratch.Amounts.Clear();
        var any = false;
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var fill = ref history.Fills[inScope[k]];
            if (Counts(in fill, ingredient))
            {
                var days = DaysBesideOthers(history, inScope, k);
                any |= days > 0;
                scratch.Amounts.Add((days * fill.DailyMg, fill.Days * fill.DailyMg));
                selection.Add(inScope[k], fill.StartDay);
            }
        }

        return any;
    }

    /// <summary>Days of a fill that earlier fills of the drug from other practices cover: they started before it, so these are its first ones.</summary>
    private static int DaysBesideOthers(DispensingHistory history, ReadOnlySpan<int> inScope, int k)
    {
        ref readonly var fill = ref history.Fills[inScope[k]];
        var lastDay = fill.StartDay - 1;
        for (var j = k - 1; j >= 0 && fill.StartDay - history.Fills[inScope[j]].StartDay < SupplyPeriod.MaxDays; j--)
        {
            ref readonly var earlier = ref history.Fills[inScope[j]];
            if (earlier.LocalPractice != fill.LocalPractice && Counts(in earlier, fill.IngredientId))
            {
                lastDay = Math.Max(lastDay, earlier.LastDay);
            }
        }

        return Math.Min(lastDay, fill.LastDay) - fill.StartDay + 1;
    }

    private static bool Counts(in Fill fill, int ingredient) =>
        fill.IngredientId == ingredient && fill.DailyMg > 0 && !fill.Faulty(RecordQuality.Quantity);

    private static bool IsFirstOfItsDrug(DispensingHistory history, ReadOnlySpan<int> inScope, int k)
    {
        var ingredient = history.Fills[inScope[k]].IngredientId;
        for (var j = 0; j < k; j++)
        {
            if (history.Fills[inScope[j]].IngredientId == ingredient)
            {
                return false;
            }
        }

        return true;
    }

    private double? MinMg(DispensingHistory history, int ingredient) =>
        history.Reference!.Catalog.Ingredients[ingredient].SoftMaxMgPerDay * Limits.DaysAtLabelMaximum;
}
