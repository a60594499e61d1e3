using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <content>Payment beside insurance and places.</content>
public sealed partial class NaiveRules
{
    private NaiveOutcome? PaymentSplit(DrugScope scope, int day)
    {
        bool Insured(Fill f) => (int)f.Payment is >= 2 and <= 6;
        var known = _fills.Where(f => f.StartDay <= day && NaiveSupply.InScope(f, scope)).ToList();
        var count = known.Count(c => c.IsCash && c.StartDay > day - 183
            && known.Exists(f => Insured(f) && f.Class == c.Class && f.StartDay < c.StartDay && f.StartDay >= c.StartDay - 90)
            && known.Exists(f => Insured(f) && f.Class == c.Class && f.StartDay > c.StartDay && f.StartDay <= c.StartDay + 90)
            && known.Exists(f => Insured(f) && f.Class == c.Class && f.Covers(c.StartDay)
                && (f.PracticeId != c.PracticeId || f.DispenserGroupId != c.DispenserGroupId)));
        return count >= 2 ? new(Severity.High, count) : null;
    }

    private NaiveOutcome? FarFromHome(int day)
    {
        var reference = history.Reference!;
        var (far, trips, either) = (0, 0, 0);
        foreach (var fill in Window(DrugScope.All, day, 183, RecordQuality.Dispenser))
        {
            var dispenser = reference.Dispensers[fill.DispenserId];
            var toDispenser = reference.Zips.Miles(fill.PatientZip, dispenser.Zip);
            var toPrescriber = reference.Zips.Miles(fill.PatientZip, fill.PrescriberZip);
            var isFar = !dispenser.MailOrder && (toDispenser >= 50 || toPrescriber >= 50);
            var isTrip = !dispenser.MailOrder && toDispenser + toPrescriber + reference.Zips.Miles(fill.PrescriberZip, dispenser.Zip) >= 150;
            far += isFar ? 1 : 0;
            trips += isTrip ? 1 : 0;
            either += isFar || isTrip ? 1 : 0;
        }

        return far >= 3 || trips >= 3 ? new(Severity.Medium, either) : null;
    }

    private NaiveOutcome? OtherStates(int day)
    {
        var reference = history.Reference!;
        var states = new HashSet<string>();
        var fills = 0;
        foreach (var fill in Window(DrugScope.All, day, 183))
        {
            var dispenser = reference.Dispensers[fill.DispenserId];
            int[] places = (fill.Quality & RecordQuality.Dispenser) == 0 ? [dispenser.Zip, fill.PrescriberZip] : [fill.PrescriberZip];
            var home = ZipStates.Code(fill.PatientZip);
            var other = places.Where(z => home.Length > 0 && !dispenser.MailOrder && ZipStates.Code(z).Length > 0 && ZipStates.Code(z) != home
                && !reference.Zips.Borders.Touches(z, fill.PatientZip)).Select(ZipStates.Code).ToList();
            states.UnionWith(other);
            fills += other.Count > 0 ? 1 : 0;
        }

        return states.Count >= 2 ? new(states.Count >= 3 ? Severity.High : Severity.Medium, states.Count, fills) : null;
    }

    private NaiveOutcome? ImpossibleTrip(int day)
    {
        var reference = history.Reference!;
        bool Counts(Fill f) => f.SoldStated && (f.Quality & RecordQuality.Dispenser) == 0 && !reference.Dispensers[f.DispenserId].MailOrder;
        var window = Window(DrugScope.All, day, 183).Where(Counts).ToList();
        var count = window.Where((f, i) => window.Take(i).Any(g => g.StartDay == f.StartDay
            && reference.Zips.Miles(reference.Dispensers[f.DispenserId].Zip, reference.Dispensers[g.DispenserId].Zip) > 250)).Count();
        return count > 0 ? new(Severity.Medium, count) : null;
    }

    private NaiveOutcome? TooYoung(int day)
    {
        (Func<Fill, bool> Is, int Age, int Days, Severity Severity)[] kinds =
        [
            (f => f.Class == DrugClass.Benzodiazepine, 18, 31, Severity.Low),
            (f => f.Class == DrugClass.ZDrug, 18, 1, Severity.Low),
            (f => Drug(f).Name == "phentermine", 17, 1, Severity.Low),
            (f => Drug(f).Name == "carisoprodol", 16, 1, Severity.Low),
            (f => Drug(f).Name == "tramadol", 12, 1, Severity.High),
        ];
        NaiveOutcome? worst = null;
        foreach (var (kind, age, least, severity) in kinds)
        {
            var fills = _fills.Where(f => f.IngredientId >= 0 && kind(f) && f.PatientAge >= 0 && f.PatientAge < age
                && (f.Quality & RecordQuality.BirthDate) == 0).ToList();
            var days = fills.Count == 0 ? 0 : Enumerable.Range(day - 89, 90).Count(d => fills.Exists(f => f.Covers(d)));
            worst = Higher(worst, days >= least ? new(severity, days) : null);
        }

        return worst;
    }

    private NaiveOutcome? OlderAdult(int day)
    {
        bool Old(Fill f) => f.Class is DrugClass.Benzodiazepine or DrugClass.ZDrug && f.PatientAge >= 65 && (f.Quality & RecordQuality.BirthDate) == 0;
        bool Above(int d) => Active(d).Where(Old).Any(f =>
            Drug(f).OlderAdultMaxMgPerDay is { } max && NaiveSupply.Dose(history, f.IngredientId, d) > max + 1e-6);
        var days = Days("old", day, 90, d => Active(d).Any(Old));
        var opioid = Days("old with opioid", day, 90, d => Active(d).Any(Old) && Active(d).Any(f => f.Class == DrugClass.Opioid));
        var above = Days("old and above", day, 90, Above);
        return above < 14 && days < 30 ? null : new(above >= 14 || opioid >= 7 ? Severity.Low : Severity.Info, days, above);
    }

    private NaiveOutcome? Animals(int day)
    {
        var animals = history.AnimalFills.ToArray().Where(f => f.Class.Scope() is not null).ToList();
        if (animals.Count == 0)
        {
            return null;
        }

        var window = animals.Where(f => f.StartDay > day - 90 && f.StartDay <= day).ToList();
        var providers = Math.Max(
            Distinct(window, f => f.PracticeId), Distinct(window.Where(f => (f.Quality & RecordQuality.Dispenser) == 0), f => f.DispenserGroupId));
        var shared = Days("animal", day, 90, d => animals.Exists(a => a.Covers(d) && Active(d).Any(f => f.IngredientId == a.IngredientId)));
        return providers < 3 && shared < 14 ? null
            : new(providers >= 3 && shared >= 14 ? Severity.High : Severity.Medium, shared, providers);
    }
}
