using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Web.Timeline;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>The review queue's chart made of a report, and of nothing that the report does not say.</summary>
internal static class ReportTimeline
{
    public static TimelineContent Of(PatientReport report) => new()
    {
        Fills = [.. report.Prescriptions.Select(Fill)],
        AsOf = report.AsOf,
        Windows = [.. report.Alerts.Select((alert, index) => new TimelineWindow(Number(index), alert.Title, alert.FirstDay, alert.LastDay))],
        Curves = report.Curves.Value,
        DataThrough = report.DataThrough,
    };

    /// <summary>What stands out is numbered, in the list as in the chart.</summary>
    public static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static TimelineFill Fill(ReportedPrescription p) => new()
    {
        Supply = new SupplyPeriod(p.SoldOrFilled, p.ActiveUntil),
        Drug = p.Drug,
        Class = p.DrugClass,
        Prescriber = p.Prescriber.Name,
        Dispenser = ReportText.Pharmacy(p.Pharmacy),
        Quantity = p.Qty,
        RxNumber = p.RxNumber,
        IsCash = p.IsCash,
        Miles = p.Miles,
        DailyLme = p.LmePerDay ?? 0,
        DailyMme = p.Mme ?? 0,
    };
}
