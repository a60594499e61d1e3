using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>Whether a dispensation was reported well again after a record that was rejected. Pure.</summary>
internal static class LaterReports
{
    /// <summary>
    /// True when a later report of the key was taken at its place in the effective order: loaded, revised, voided or repeated, or a
    /// void that waits. One that was rejected itself says nothing, nor does the withdrawal of another transaction.
    /// </summary>
    /// <param name="reports">All reports of the key, in any order.</param>
    /// <param name="rejected">Where the rejected record stands; what it says is not looked at.</param>
    public static bool Overtake(IEnumerable<KeyReport> reports, KeyReport rejected, bool refuseUnknown)
    {
        var live = default(LiveReport);
        foreach (var report in reports.Order(Comparer<KeyReport>.Create((a, b) => a.CompareTo(in b))))
        {
            var outcome = EffectiveOrder.Apply(ref live, in report, refuseUnknown);
            if (report.Status != ReportStatus.VoidFile && !outcome.IsRejected() && report.CompareTo(in rejected) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
