using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Evaluation;

/// <summary>
/// Plain per-person figures that anyone would try first. They answer one question only: is a population so easy that two
/// of them find the misuse? Nothing here is used by detection.
/// </summary>
public static class SimpleFigures
{
    private static readonly int[] Windows = [90, 183, 365];

    /// <summary>Names of the figures, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "fills", "prescribers", "sites", "dispensers", "prescriber_dispenser_pairs",
        "prescribers_90", "sites_90", "dispensers_90", "min_90", "fills_90",
        "prescribers_183", "sites_183", "dispensers_183", "min_183", "fills_183",
        "prescribers_365", "sites_365", "dispensers_365", "min_365", "fills_365",
        "private_share", "private_fills", "private_while_insured", "payers",
        "overlap_days_class", "overlap_days_class_sites", "overlap_days_ingredient_sites_dispensers", "overlap_dispensers",
        "early_fills", "early_fills_same_site", "early_fills_other_site", "early_fills_other_dispenser", "days_early",
        "max_class_supply_ratio_183", "opioid_sedative_days", "triple_days", "ingredients", "classes",
        "max_daily_dme_like", "dose_growth", "paper_share", "paper_fills", "bad_dea_fills", "far_dispenser_share", "far_prescriber_share",
        "far_fills", "short_fills", "top_site_share", "private_overlap_days", "private_early_fills",
    ];

    public static double[] Of(IReadOnlyList<TruthFill> all)
    {
        var fills = all.Where(f => f.Class.Scope() is not null).ToArray();
        var figures = new List<double>(Names.Count)
        {
            fills.Length,
            fills.Select(f => f.Prescriber).Distinct().Count(),
            fills.Select(f => f.Site).Distinct().Count(),
            fills.Select(f => f.Dispenser).Distinct().Count(),
            fills.Select(f => (f.Prescriber, f.Dispenser)).Distinct().Count(),
        };
        foreach (var window in Windows)
        {
            figures.AddRange(InWindow(fills, window));
        }

        var privately = fills.Count(f => f.Payment == PaymentType.PrivatePay);
        var insured = fills.Any(f => f.Payment is not (PaymentType.PrivatePay or PaymentType.Unknown));
        figures.AddRange([Share(privately, fills.Length), privately, insured ? privately : 0, fills.Select(f => f.Payment).Distinct().Count()]);
        figures.AddRange(Overlaps(fills, out var privateOverlap));
        figures.AddRange(Early(fills, out var privateEarly));
        figures.AddRange(Combinations(fills));
        figures.AddRange(Doses(fills));
        var paper = fills.Count(f => f.Form is 1 or 2 or 3);
        var farDispenser = fills.Count(f => Far(f.PatientZip, f.DispenserZip));
        figures.AddRange([Share(paper, fills.Length), paper, fills.Count(f => !f.SoundDea), Share(farDispenser, fills.Length),
            Share(fills.Count(f => Far(f.PatientZip, f.PrescriberZip)), fills.Length), farDispenser, fills.Count(f => f.DaysSupply <= 7),
            fills.Length == 0 ? 1 : fills.GroupBy(f => f.Site).Max(g => g.Count()) / (double)fills.Length, privateOverlap, privateEarly]);
        return [.. figures];
    }

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;

    /// <summary>Another three-digit ZIP area: a stand-in for distance that needs no table.</summary>
    private static bool Far(int a, int b) => a != 0 && b != 0 && a / 100 != b / 100;

    private static double[] InWindow(TruthFill[] fills, int days)
    {
        var best = new double[5];
        for (int first = 0, last = 0; last < fills.Length; last++)
        {
            while (fills[first].Day <= fills[last].Day - days)
            {
                first++;
            }

            var window = fills.AsSpan(first..(last + 1)).ToArray();
            var prescribers = window.Select(f => f.Prescriber).Distinct().Count();
            var dispensers = window.Select(f => f.Dispenser).Distinct().Count();
            best[0] = Math.Max(best[0], prescribers);
            best[1] = Math.Max(best[1], window.Select(f => f.Site).Distinct().Count());
            best[2] = Math.Max(best[2], dispensers);
            best[3] = Math.Max(best[3], Math.Min(prescribers, dispensers));
            best[4] = Math.Max(best[4], window.Length);
        }

        return best;
    }

    private static double[] Overlaps(TruthFill[] fills, out double privateDays)
    {
        double sameClass = 0, otherSite = 0, otherBoth = 0;
        privateDays = 0;
        var dispensers = new HashSet<int>();
        for (var i = 0; i < fills.Length; i++)
        {
            for (var j = i + 1; j < fills.Length && fills[j].Day < fills[i].Day + 180; j++)
            {
                var shared = Math.Min(fills[i].EndDay, fills[j].EndDay) - fills[j].Day;
                if (shared <= 0 || fills[i].Class != fills[j].Class)
                {
                    continue;
                }

                sameClass += shared;
                if (fills[i].Site == fills[j].Site)
                {
                    continue;
                }

                otherSite += shared;
                dispensers.Add(fills[i].Dispenser);
                dispensers.Add(fills[j].Dispenser);
                otherBoth += fills[i].Ingredient == fills[j].Ingredient && fills[i].Dispenser != fills[j].Dispenser ? shared : 0;
                privateDays += (fills[i].Payment == PaymentType.PrivatePay) != (fills[j].Payment == PaymentType.PrivatePay) ? shared : 0;
            }
        }

        return [sameClass, otherSite, otherBoth, dispensers.Count];
    }

    private static double[] Early(TruthFill[] fills, out double privateEarly)
    {
        double count = 0, sameSite = 0, otherSite = 0, otherDispenser = 0, days = 0;
        privateEarly = 0;
        foreach (var regimen in fills.GroupBy(f => f.Ingredient))
        {
            TruthFill? before = null;
            foreach (var fill in regimen)
            {
                if (before is { } b && b.EndDay - fill.Day is var early && early >= Math.Max(4, 0.2 * b.DaysSupply))
                {
                    count++;
                    days += early;
                    sameSite += fill.Site == b.Site ? 1 : 0;
                    otherSite += fill.Site != b.Site ? 1 : 0;
                    otherDispenser += fill.Dispenser != b.Dispenser ? 1 : 0;
                    privateEarly += fill.Payment == PaymentType.PrivatePay ? 1 : 0;
                }

                before = fill;
            }
        }

        return [count, sameSite, otherSite, otherDispenser, days];
    }

    private static double[] Combinations(TruthFill[] fills)
    {
        double ratio = 0;
        foreach (var group in fills.GroupBy(f => f.Class))
        {
            var own = group.ToArray();
            for (int first = 0, last = 0; last < own.Length; last++)
            {
                while (own[first].Day <= own[last].Day - 183)
                {
                    first++;
                }

                ratio = Math.Max(ratio, own[first..(last + 1)].Sum(f => Math.Min(f.DaysSupply, 180)) / 183.0);
            }
        }

        double both = 0, triple = 0;
        if (fills.Length > 0)
        {
            var start = fills[0].Day;
            var cover = new byte[fills.Max(f => f.EndDay) - start];
            foreach (var fill in fills)
            {
                var bit = (byte)(fill.Class == DrugClass.Opioid ? 1 : fill.Class == DrugClass.MuscleRelaxant ? 4 : fill.Class.IsSedative() ? 2 : 0);
                for (var day = fill.Day; day < fill.EndDay; day++)
                {
                    cover[day - start] |= bit;
                }
            }

            both = cover.Count(c => (c & 3) == 3);
            triple = cover.Count(c => c == 7);
        }

        return [ratio, both, triple, fills.Select(f => f.Ingredient).Distinct().Count(), fills.Select(f => f.Class).Distinct().Count()];
    }

    private static double[] Doses(TruthFill[] fills)
    {
        double highest = 0, growth = 0;
        foreach (var regimen in fills.Where(f => f.DailyMg > 0).GroupBy(f => f.Ingredient))
        {
            var doses = regimen.Select(f => f.DailyMg).ToArray();
            var median = doses.Order().ElementAt(doses.Length / 2);
            highest = Math.Max(highest, doses.Max() / Math.Max(median, 1e-6));
            growth = Math.Max(growth, doses.Length < 4 ? 0 : doses[^2..].Average() / doses[..2].Average());
        }

        return [highest, growth];
    }
}
