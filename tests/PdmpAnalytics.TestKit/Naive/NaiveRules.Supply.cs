using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <content>Overlap, dose, duration, combinations, payment and numbers.</content>
public sealed partial class NaiveRules
{
    private NaiveOutcome? Overlap(DrugScope scope, int day)
    {
        var days = Days($"overlap {scope}", day, 183, d => NaiveSupply.CoveredByTwoPractices(history, scope, d));
        return days >= 7 ? new(days >= 30 ? Severity.High : days >= 14 ? Severity.Medium : Severity.Low, days) : null;
    }

    private NaiveOutcome? SeveralSedatives(int day)
    {
        bool Two(int d) => Distinct(Active(d).Where(f => f.Class == DrugClass.Benzodiazepine), f => f.IngredientId) >= 2;
        bool Three(int d) => Distinct(Active(d).Where(f => f.Class.IsSedative()), f => f.IngredientId) >= 3;
        var two = Days("two", day, 90, Two);
        var three = Days("three", day, 90, Three);
        if (two < 30 && three < 14)
        {
            return null;
        }

        var practices = new HashSet<int>();
        for (var d = day - 89; d <= day; d++)
        {
            practices.UnionWith(Active(d)
                .Where(f => f.Class.IsSedative() && (Three(d) || (Two(d) && f.Class == DrugClass.Benzodiazepine)))
                .Select(f => f.PracticeId));
        }

        return new(practices.Count >= 2 ? Severity.High : Severity.Medium, two + three, three);
    }

    private NaiveOutcome? AboveLabel(int day)
    {
        NaiveOutcome? worst = null;
        foreach (var drug in _fills.Where(f => f.IngredientId >= 0).Select(f => history.Reference!.Catalog.Ingredients[f.IngredientId]).Distinct())
        {
            if (drug.SoftMaxMgPerDay is not { } soft || drug.HardMaxMgPerDay is not { } hard)
            {
                continue;
            }

            (Severity Severity, double Limit)[] levels = [(Severity.Low, soft), (Severity.Medium, hard), (Severity.High, 2 * hard)];
            foreach (var (severity, limit) in levels)
            {
                bool Above(int d) => Remember($"mg {drug.Id}", d, () => NaiveSupply.Dose(history, drug.Id, d)) > limit + 1e-6
                    && (severity != Severity.Low || !HardOnly(d));
                var above = Enumerable.Range(day - 89, 90).Select(d => Remember($"{drug.Id} {severity}", d, () => Above(d) ? 1 : 0) > 0).ToArray();
                var run = 0;
                var longest = above.Select(a => run = a ? run + 1 : 0).Max();
                if (longest >= 14 || above.Count(a => a) >= 30)
                {
                    var fills = _fills.Count(f => f.IngredientId == drug.Id && f.StartDay <= day && f.LastDay > day - 90
                        && (f.Quality & RecordQuality.Quantity) == 0);
                    worst = Higher(worst, new(fills < 2 ? Severity.Low : severity, above.Count(a => a)));
                }
            }
        }

        return worst;
    }

    private bool HardOnly(int day) => _fills.Any(f =>
        ((f.Context & FillContext.Seizure) != 0 && f.StartDay <= day) || ((f.Context & HighDoseTreatment) != 0 && f.Covers(day)));

    private NaiveOutcome? Escalation(int day)
    {
        double Dme(int d) => Remember("dme", d, () => NaiveSupply.Dose(history, DoseKind.Dme, d));
        var therapy = _fills.Where(f => f.DailyDme > 0 && (f.Quality & RecordQuality.Quantity) == 0).Select(f => f.StartDay).DefaultIfEmpty(int.MaxValue).Min();
        var baseline = Enumerable.Range(day - 179, 60).Where(d => therapy != int.MaxValue && d >= therapy + 60).Select(Dme).ToArray();
        if (baseline.Count(m => m > 1e-9) < 30)
        {
            return null;
        }

        var (before, after) = (baseline.Average(), Enumerable.Range(day - 59, 60).Average(Dme));
        var months = Enumerable.Range(0, 6).Select(m => Enumerable.Range(day - 179 + 30 * m, 30).Average(Dme)).ToArray();
        var slopes = (from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 6) where i < j select (months[j] - months[i]) / (j - i)).Order().ToArray();
        if (before < 2.5 - 1e-9 || after < 1.5 * before - 1e-9 || after - before < 5 - 1e-9 || months.Count(m => m > 1e-9) < 4 || slopes[7] <= 1e-9)
        {
            return null;
        }

        var practices = Distinct(
            _fills.Where(f => f.Class.IsSedative() && f.DailyDme > 0 && f.StartDay <= day && f.LastDay > day - 180 && (f.Quality & RecordQuality.Quantity) == 0),
            f => f.PracticeId);
        var severity = practices < 2 ? Severity.Low : after >= 2 * before - 1e-9 ? Severity.High : Severity.Medium;
        return new(severity, Math.Round(after / before, 6), Math.Round(after, 6));
    }

    private NaiveOutcome? LongTerm(int day)
    {
        bool Covered(int d) => Remember("long", d, () => _fills.Any(f => f.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug && f.Covers(d)) ? 1 : 0) > 0;
        if (!Covered(day))
        {
            return null;
        }

        // Back to the first covered day that has eight uncovered days before it.
        var (first, covered, gap) = (day, 1, 0);
        for (var d = day - 1; gap <= 7; d--)
        {
            gap = Covered(d) ? 0 : gap + 1;
            if (gap == 0)
            {
                (first, covered) = (d, covered + 1);
            }
        }

        var days = day - first + 1;
        return days <= 90 ? null : new(days >= 180 && covered >= 0.8 * days - 1e-9 ? Severity.Low : Severity.Info, days, covered);
    }

    private NaiveOutcome? OpioidAndBenzodiazepine(int day)
    {
        bool Both(int d) => Active(d).Any(f => f.Class == DrugClass.Opioid) && Active(d).Any(f => f.Class == DrugClass.Benzodiazepine);
        bool Apart(int d) => Active(d).Where(f => f.Class == DrugClass.Opioid).Any(o =>
            Active(d).Any(b => b.Class == DrugClass.Benzodiazepine && b.PracticeId != o.PracticeId));
        var (acute, days, apart) = (Days("both", day, 30, Both), Days("both", day, 183, Both), Days("apart", day, 183, Apart));
        var opioids = Window(DrugScope.Opioids, day, 183);
        var benzodiazepines = Window(DrugScope.Sedatives, day, 183).Where(f => f.Class == DrugClass.Benzodiazepine);
        var measure = Distinct(opioids, f => f.StartDay) >= 2 && opioids.Sum(f => f.Days) >= 15 && Distinct(benzodiazepines, f => f.StartDay) >= 2;
        return days >= 30 && measure ? new(apart >= 30 ? Severity.High : Severity.Medium, days, apart)
            : acute >= 7 ? new(Severity.Low, days, acute)
            : null;
    }

    private NaiveOutcome? WithCarisoprodol(int day)
    {
        DrugClass[] classes = [DrugClass.Opioid, DrugClass.Benzodiazepine, DrugClass.MuscleRelaxant];
        bool All(int d) => Array.TrueForAll(classes, c => Active(d).Any(f => f.Class == c));
        var days = Enumerable.Range(day - 89, 90).Where(d => Remember("all three", d, () => All(d) ? 1 : 0) > 0).ToList();
        if (days.Count < 7)
        {
            return null;
        }

        var fills = _fills.Where(f => classes.Contains(f.Class) && days.Exists(f.Covers)).ToList();
        var several = Distinct(fills, f => f.PracticeId) >= 2 || Distinct(fills, f => f.DispenserGroupId) >= 2;
        return new(several ? Severity.Critical : Severity.High, days.Count);
    }

    private NaiveOutcome? Cash(DrugScope scope, int day, Func<int, bool>? other)
    {
        var window = Window(scope, day, 183).Where(f => f.Class != DrugClass.Stimulant && f.Payment != PaymentType.Unknown).ToList();
        var cash = window.Count(f => f.IsCash);
        return (window.Count >= 6 && 10 * cash >= 6 * window.Count) || (window.Count >= 5 && 10 * cash >= 4 * window.Count && other?.Invoke(day) == true)
            ? new(Severity.Medium, (double)cash / window.Count, window.Count)
            : null;
    }

    private NaiveOutcome? InvalidNumber(int day)
    {
        var window = _fills.Where(f => f.StartDay > day - 183 && f.StartDay <= day
            && (f.Quality & (RecordQuality.PrescriberDea | RecordQuality.PrescriberNpi)) != 0).ToList();
        var cashPaper = window.Count(f => f.IsCash && f.TransmissionForm == 1);
        return window.Count < 2 ? null : new(cashPaper > 0 ? Severity.High : Severity.Medium, window.Count, cashPaper);
    }

    private IEnumerable<Fill> Active(int day) => _fills.Where(f => f.IngredientId >= 0 && f.Covers(day));
}
