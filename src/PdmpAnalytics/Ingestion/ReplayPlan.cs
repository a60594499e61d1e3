using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Judges one key again from all its reports in effective order and adds to a plan what changes: what is live by then is
/// compared with what is live now. Pure.
/// </summary>
internal sealed class ReplayPlan(bool refuseUnknown)
{
    private readonly List<(KeyReport Report, int Record)> _reports = [];

    public void Run(RecordPlan plan, LateKey late, IReadOnlyList<KeyReport> listed, RecordReports records)
    {
        Gather(plan, late, listed, records);
        var live = default(LiveReport);
        foreach (var (report, record) in _reports)
        {
            var outcome = EffectiveOrder.Apply(ref live, in report, refuseUnknown);
            if (record >= 0)
            {
                plan.Outcomes[record] = outcome;
            }
        }

        var last = _reports[^1].Report;
        plan.Keys.Add(new PlannedKey(
            late.Key, !late.Stored.Exists, MakeLive(plan, late.Stored, in live), live.ContentHash, last.ReportedAt, last.Status,
            HasReports: true));
    }

    /// <summary>Lines up old and new reports in effective order; new ones are added to the plan with the versions they need.</summary>
    private void Gather(RecordPlan plan, LateKey late, IReadOnlyList<KeyReport> listed, RecordReports records)
    {
        _reports.Clear();
        foreach (var report in listed)
        {
            _reports.Add((report, -1));
        }

        if (late.Stored is { Exists: true, HasReports: false })
        {
            _reports.Add((late.Stored.OnlyReport, -1));
            plan.Reports.Add(new PlannedReport(late.Key, late.Stored.OnlyReport));
        }

        foreach (var record in late.Records)
        {
            var report = records.Report(record, default);
            if (report.Status is ReportStatus.New or ReportStatus.Revise)
            {
                report = report with { Version = VersionFor(plan, late.Stored, report.ContentHash, record) };
            }

            _reports.Add((report, record));
            plan.Reports.Add(new PlannedReport(late.Key, report));
        }

        foreach (var withdrawal in late.Withdrawals)
        {
            _reports.Add((withdrawal, -1));
            plan.Reports.Add(new PlannedReport(late.Key, withdrawal));
        }

        _reports.Sort(static (a, b) => a.Report.CompareTo(in b.Report));
    }

    /// <summary>The version that says the same already, the live one before others; else one to be added.</summary>
    private VersionRef VersionFor(RecordPlan plan, in StoredKey stored, ulong contentHash, int record)
    {
        if (stored.Version.IsStored && stored.ContentHash == contentHash)
        {
            return stored.Version;
        }

        foreach (var (report, _) in _reports)
        {
            if (report.ContentHash == contentHash && report.Status is ReportStatus.New or ReportStatus.Revise)
            {
                return report.Version;
            }
        }

        return plan.Insert(record, isLive: false);
    }

    /// <summary>Opens and closes versions so that what the reports say is live; nothing when it is already.</summary>
    private static VersionRef MakeLive(RecordPlan plan, in StoredKey stored, in LiveReport live)
    {
        if (stored.Version.IsStored)
        {
            if (live.Exists && live.ContentHash == stored.ContentHash)
            {
                return stored.Version;
            }

            plan.Closings.Add(stored.Version);
        }

        if (!live.Exists)
        {
            return default;
        }

        if (live.Version.IsInsert)
        {
            plan.Inserts[live.Version.Position] = plan.Inserts[live.Version.Position] with { IsLive = true };
            return live.Version;
        }

        plan.Copies.Add(new PlannedCopy(live.Version, live.SubmissionId, live.Line, DispensationId: 0));
        return VersionRef.OfCopy(plan.Copies.Count - 1);
    }
}
