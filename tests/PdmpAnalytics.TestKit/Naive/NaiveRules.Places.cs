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
}
