using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit.Ingestion;

namespace PdmpAnalytics.TestKit.Naive;

/// <summary>
/// What is live after some files, worked out the plain way: all reports ever received are lined up in effective order and applied
/// one after the other to a dictionary. A transaction that was received before is left out.
/// </summary>
public static class NaiveReports
{
    /// <summary>The live content by prescription.</summary>
    /// <param name="files">In the order they arrived.</param>
    public static SortedDictionary<int, SentReport> Live(IReadOnlyList<IReadOnlyList<SentTransaction>> files)
    {
        var live = new SortedDictionary<int, (SentReport Report, SentTransaction From)>();
        var seen = new HashSet<string>();
        var received = files.SelectMany((file, arrival) => file.Select((transaction, position) => (transaction, arrival, position)));
        foreach (var (transaction, _, _) in received
            .Where(t => t.transaction.IsVoid || seen.Add(t.transaction.ControlNumber)).ToList()
            .OrderBy(t => t.transaction.Second).ThenBy(t => t.arrival).ThenBy(t => t.position))
        {
            if (transaction.IsVoid)
            {
                foreach (var rx in live.Where(l => l.Value.From.ControlNumber == transaction.ControlNumber).Select(l => l.Key).ToList())
                {
                    live.Remove(rx);
                }
            }

            foreach (var report in transaction.Reports)
            {
                Apply(live, report, transaction);
            }
        }

        return new SortedDictionary<int, SentReport>(live.ToDictionary(l => l.Key, l => l.Value.Report));
    }

    private static void Apply(
        SortedDictionary<int, (SentReport Report, SentTransaction From)> live, SentReport report, SentTransaction from)
    {
        var isThere = live.TryGetValue(report.Rx, out var there);
        if (report.Status == ReportStatus.Void)
        {
            if (isThere && there.Report.Quantity == report.Quantity)
            {
                live.Remove(report.Rx);
            }
        }
        else if (!isThere || report.Status == ReportStatus.Revise && there.Report.Content != report.Content)
        {
            live[report.Rx] = (report, from);
        }
    }
}
