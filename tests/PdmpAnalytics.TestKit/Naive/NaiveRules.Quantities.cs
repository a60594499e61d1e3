using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <content>Quantities, doses, runs and stops.</content>
public sealed partial class NaiveRules
{
    private NaiveOutcome? ThreeByThree(DrugScope scope, int day)
    {
        var counted = Concurrent(Window(scope, day, 548, RecordQuality.Dispenser), halfForShort: false).Fills;
        var practices = Distinct(counted, f => f.PracticeId);
        var pharmacies = Distinct(counted, f => f.DispenserGroupId);
        var both = Math.Min(practices, pharmacies);
        return both >= 3 && counted.Count >= 4 ? new(both >= 4 ? Severity.Medium : Severity.Low, both, practices + pharmacies) : null;
    }

    private NaiveOutcome? ShoppingQuantity(DrugScope scope, int day)
    {
        NaiveOutcome? worst = null;
        var dosed = _fills.Where(f => NaiveSupply.InScope(f, scope) && f.DailyMg > 0 && (f.Quality & RecordQuality.Quantity) == 0).ToList();
        foreach (var drug in dosed.GroupBy(f => f.IngredientId).Select(g => g.ToList()))
        {
            var (q, total) = (0.0, 0.0);
            for (var i = 0; i < drug.Count; i++)
            {
                if (drug[i].StartDay > day - 365 && drug[i].StartDay <= day)
                {
                    var own = drug[i].PracticeId;
                    q += drug[i].DailyMg * Enumerable.Range(drug[i].StartDay, drug[i].Days)
                        .Count(d => drug.Take(i).Any(g => g.PracticeId != own && g.Covers(d)));
                    total += drug[i].DailyMg * drug[i].Days;
                }
            }

            if (Drug(drug[0]).SoftMaxMgPerDay is { } soft && q > 0 && q >= 10 * soft - 1e-6 && q >= 0.25 * total - 1e-6)
            {
                worst = Higher(worst, new(q >= 0.5 * total - 1e-6 ? Severity.High : Severity.Medium, Math.Round(q / total, 6), Math.Round(q, 3)));
            }
        }

        return worst;
    }

    private NaiveOutcome? Stockpile(DrugScope scope, int day)
    {
        var window = Window(scope, day, 183);
        var ledgers = window.GroupBy(f => (f.IngredientId, f.PracticeId, f.StrengthMg)).Select(g => g.ToList())
            .Concat(window.GroupBy(f => f.IngredientId).Select(g => g.ToList()).Where(l => Distinct(l, f => f.PracticeId) > 1));
        NaiveOutcome? most = null;
        foreach (var fills in ledgers.Where(l => l[0].StartDay <= day - 60))
        {
            var surplus = Surplus(fills, day);
            most = Higher(most, surplus >= 30 ? new(surplus >= 60 ? Severity.High : Severity.Medium, surplus) : null);
        }

        return most;
    }

    /// <summary>Uses up one day of stock a day; a strength beside another of the practice stocks only what outlasts it.</summary>
    private static int Surplus(List<Fill> fills, int day)
    {
        var (stock, newestEnd) = (0, 0);
        for (var d = fills[0].StartDay; d <= day; d++)
        {
            for (var i = 0; i < fills.Count; i++)
            {
                var fill = fills[i];
                if (fill.StartDay == d)
                {
                    var beside = fills.Take(i).Where(g => g.PracticeId == fill.PracticeId && g.StrengthMg != fill.StrengthMg).ToList();
                    stock += Enumerable.Range(d, fill.Days).Count(x => !beside.Exists(g => g.Covers(x)));
                    newestEnd = beside.Select(g => g.LastDay).Append(fill.LastDay).Max() + 1;
                }
            }

            stock = d < day ? Math.Max(0, stock - 1) : stock;
        }

        return stock - Math.Max(0, newestEnd - day);
    }

    private NaiveOutcome? HighSedativeDose(int day)
    {
        double Mean(int last) => Remember("mean dme", last, () =>
            Enumerable.Range(last - 29, 30).Sum(d => Remember("dme", d, () => NaiveSupply.Dose(history, DoseKind.Dme, d))) / 30);
        NaiveOutcome? highest = null;
        for (var last = day - 60; last <= day; last++)
        {
            if (Mean(last) > 40 + 1e-9)
            {
                var fills = _fills.Count(f => f.DailyDme > 0 && f.StartDay <= last && f.LastDay > last - 30 && (f.Quality & RecordQuality.Quantity) == 0);
                var severity = fills < 2 ? Severity.Low : Mean(last) > 80 + 1e-9 ? Severity.High : Severity.Medium;
                highest = Higher(highest, new(severity, Math.Round(Mean(last), 6)));
            }
        }

        return highest;
    }

    private NaiveOutcome? HighOpioidDose(int day)
    {
        var doses = Enumerable.Range(day - 89, 90)
            .Select(d => Remember("mme", d, () => NaiveSupply.Dose(history, DoseKind.Mme, d))).Where(m => m > 1e-9).ToList();
        if (doses.Count < 30 || doses.Average() < 50 - 1e-9)
        {
            return null;
        }

        var fills = _fills.Count(f => f.DailyMme > 0 && f.StartDay <= day && f.LastDay > day - 90 && (f.Quality & RecordQuality.Quantity) == 0);
        var severity = doses.Average() < 90 - 1e-9 ? Severity.Info
            : fills < 2 ? Severity.Low : doses.Average() >= 120 - 1e-9 ? Severity.High : Severity.Medium;
        return new(severity, Math.Round(doses.Average(), 6), doses.Count);
    }

    private NaiveOutcome? ShortCourse(int day)
    {
        (string[] Drugs, int Limit)[] courses =
            [(["carisoprodol"], 21), (["phentermine", "diethylpropion"], 84), (["zolpidem", "zaleplon", "eszopiclone"], 90)];
        NaiveOutcome? longest = null;
        foreach (var (drugs, limit) in courses)
        {
            var fills = _fills.Where(f => f.IngredientId >= 0 && drugs.Contains(Drug(f).Name)).ToList();
            bool Covered(int d) => fills.Exists(f => f.Covers(d));
            if (!Covered(day))
            {
                continue;
            }

            var (first, gap) = (day, 0);
            for (var d = day - 1; gap <= 7; d--)
            {
                gap = Covered(d) ? 0 : gap + 1;
                first = gap == 0 ? d : first;
            }

            var days = day - first + 1;
            var practices = Distinct(fills.Where(f => f.StartDay >= first && f.StartDay <= day), f => f.PracticeId);
            longest = Higher(longest, days <= limit ? null
                : new(days > 3 * limit && practices >= 2 ? Severity.Medium : Severity.Low, Math.Round((double)days / limit, 6)));
        }

        return longest;
    }

    private NaiveOutcome? AbruptStop(int day)
    {
        var known = _fills.Where(f => f.StartDay <= day).ToList();
        var benzodiazepines = known.Where(f => f.Class == DrugClass.Benzodiazepine).ToList();
        if (benzodiazepines.Count == 0)
        {
            return null;
        }

        var end = benzodiazepines.Max(f => f.LastDay) + 1;
        var ledgers = benzodiazepines.Where(f => f.StartDay >= end - 180).GroupBy(f => f.IngredientId).Select(g => g.ToList()).ToList();
        var ledgerEnd = ledgers.Max(l => day + StockOn(l, day));
        var gap = day - ledgerEnd;
        var others = known.Where(f => f.Class.IsSedative() && f.Class != DrugClass.Benzodiazepine).ToList();
        var state = ZipStates.Code(benzodiazepines[^1].PatientZip);
        var left = known.SkipWhile(f => f.DispensationId != benzodiazepines[^1].DispensationId)
            .Any(f => state.Length > 0 && ZipStates.Code(f.PatientZip) is { Length: > 0 } other && other != state);
        if (gap < 14 || gap >= 60 || left || others.Exists(f => f.Covers(day) || f.StartDay >= end))
        {
            return null;
        }

        var covered = Enumerable.Range(end - 180, 180).Where(d => benzodiazepines.Exists(f => f.Covers(d))).ToList();
        double Dme(int d) => benzodiazepines.Where(f => f.Covers(d) && (f.Quality & RecordQuality.Quantity) == 0).Sum(f => f.DailyDme);
        if (covered.Count < 90 || covered.Count < 0.8 * (end - covered[0]) - 1e-9 || covered.Average(Dme) < 10 - 1e-9
            || covered.TakeLast(30).Average(Dme) < 0.75 * covered.SkipLast(30).TakeLast(60).Average(Dme) - 1e-9)
        {
            return null;
        }

        return new(covered.Average(Dme) >= 40 - 1e-9 ? Severity.High : Severity.Medium, Math.Round(covered.Average(Dme), 6));
    }

    /// <summary>Days of stock on a day; below zero by the days since it ran out.</summary>
    private static int StockOn(List<Fill> fills, int day)
    {
        var end = 0;
        for (var i = 0; i < fills.Count; i++)
        {
            var beside = fills.Take(i).Where(g => g.PracticeId == fills[i].PracticeId && g.StrengthMg != fills[i].StrengthMg).ToList();
            end = Math.Max(end, fills[i].StartDay) + Enumerable.Range(fills[i].StartDay, fills[i].Days).Count(x => !beside.Exists(g => g.Covers(x)));
        }

        return end - day;
    }

    private NaiveOutcome? TreatmentAndSedative(int day)
    {
        bool Treats(Fill f) => f.Class == DrugClass.OpioidUseTreatment || Drug(f).Name == "methadone";
        bool Sedates(Fill f) => f.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug;
        bool Both(int d) => Active(d).Any(Treats) && Active(d).Any(Sedates);
        bool Apart(int d) => Active(d).Where(Treats).Any(t => Active(d).Any(s => Sedates(s) && s.PracticeId != t.PracticeId));
        var (days, apart) = (Days("treated", day, 90, Both), Days("treated apart", day, 90, Apart));
        return days < 14 ? null : new(apart >= 14 ? Severity.High : Severity.Medium, days, apart);
    }

    private DrugIngredient Drug(Fill fill) => history.Reference!.Catalog.Ingredients[fill.IngredientId];
}
