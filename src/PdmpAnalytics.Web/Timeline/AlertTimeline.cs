using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Makes a timeline's content of what the library's services give.</summary>
public static class AlertTimeline
{
    /// <param name="doses">Of the same patient on the alert's day; without them there are no curves and no miles.</param>
    /// <param name="dataThrough">The earliest day through which a dispenser involved has spoken; null when one never spoke.</param>
    public static TimelineContent Of(AlertDetail detail, PatientDoses doses, DateOnly? dataThrough = null) => new()
    {
        Fills = Fills(detail.Fills, doses),
        AsOf = detail.Alert.AsOf,
        Windows =
        [
            .. detail.Alert.Findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Position)
                .Select(Window).DistinctBy(w => (w.Label, w.FirstDay, w.LastDay)),
        ],
        Curves = doses.Curves,
        DataThrough = dataThrough,
    };

    /// <summary>Fills as a page lists them, with their doses and ways.</summary>
    public static IReadOnlyList<TimelineFill> Fills(IEnumerable<FillLine> lines, PatientDoses doses) =>
    [
        .. from line in lines
           let dose = doses.Fills.GetValueOrDefault(line.Id)
           select new TimelineFill
           {
               Supply = line.Supply,
               Drug = line.Drug,
               Class = line.Class,
               Prescriber = line.Prescriber,
               Dispenser = line.Dispenser,
               Quantity = line.Quantity,
               RxNumber = line.RxNumber,
               Payment = line.Payment,
               IsCash = line.Payment == PaymentType.PrivatePay && (line.Context & FillContext.DiscountCard) == 0,
               Miles = dose.Miles,
               DailyLme = dose.Lme,
               DailyMme = dose.Mme,
               IsEvidence = line.IsEvidence,
           },
    ];

    /// <summary>The window that decided; of a rule without one, the days over which the finding held.</summary>
    private static TimelineWindow Window(AlertFinding finding)
    {
        var first = finding.LookBackDays == 0 ? finding.FirstDay : finding.PeakDay.AddDays(1 - finding.LookBackDays);
        var last = finding.LookBackDays == 0 ? finding.LastDay : finding.PeakDay;
        return new TimelineWindow(finding.RuleId, finding.RuleName.Replace('-', ' '), first, last);
    }
}
