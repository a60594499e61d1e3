using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>A filter of alerts as a query, for <see cref="ReviewQueue"/>.</summary>
internal static class AlertMatching
{
    /// <param name="now">UTC: claims end and days count by it.</param>
    public static IQueryable<Alert> Of(PdmpDbContext db, AlertFilter filter, DateTimeOffset now)
    {
        var alerts = db.Set<Alert>().AsNoTracking();
        if (filter.Disputed)
        {
            alerts = alerts.Where(a => a.SecondReader != null && a.Disposition != null && a.State != AlertState.Withdrawn);
        }
        else if (filter.SecondReadingBy is { } reader)
        {
            alerts = alerts.Where(a => a.ReadingKind != null && a.SecondReader == null && a.FirstReader != reader && a.Disposition != null && a.State != AlertState.Withdrawn);
        }
        else
        {
            alerts = Waiting(alerts, filter);
        }

        alerts = AboutWhom(db, AboutWhat(alerts, filter), filter);
        return InWork(alerts, filter, now);
    }

    /// <summary>The order asked for, then numbers only, because databases order text differently.</summary>
    public static IOrderedQueryable<Alert> InOrder(IQueryable<Alert> alerts, AlertSort sort)
    {
        var first = sort switch
        {
            AlertSort.Priority => alerts.OrderByDescending(a => a.Priority),
            AlertSort.Age => alerts.OrderBy(a => a.OpenedOn == null).ThenBy(a => a.OpenedOn).ThenByDescending(a => a.Priority),
            AlertSort.Due => alerts.OrderBy(a => a.DueOn == null).ThenBy(a => a.DueOn).ThenByDescending(a => a.Priority),
            AlertSort.Severity => alerts.OrderByDescending(a => a.Severity).ThenByDescending(a => a.Priority),
            AlertSort.Score => alerts.OrderBy(a => a.AnomalyPercentile == null).ThenByDescending(a => a.AnomalyPercentile).ThenByDescending(a => a.Priority),
        };
        return first
            .ThenBy(a => a.RaisedOn)
            .ThenByDescending(a => a.EvidenceCount)
            .ThenByDescending(a => a.FindingCount)
            .ThenBy(a => a.SubjectId)
            .ThenBy(a => a.Id);
    }

    private static IQueryable<Alert> Waiting(IQueryable<Alert> alerts, AlertFilter filter)
    {
        alerts = filter.State is { } state ? alerts.Where(a => a.State == state)
            : filter.IncludeRecorded ? alerts
            : alerts.Where(a => a.State != AlertState.Closed && a.State != AlertState.Withdrawn);
        return filter.IncludeRecorded ? alerts : alerts.Where(a => a.Hold == QueueHold.None);
    }

    private static IQueryable<Alert> AboutWhat(IQueryable<Alert> alerts, AlertFilter filter)
    {
        alerts = filter.AlertId is { } id ? alerts.Where(a => a.Id == id) : alerts;
        alerts = filter.Queue is { } queue ? alerts.Where(a => a.Queue == queue) : alerts;
        alerts = filter.RuleId is { } rule ? alerts.Where(a => (";" + a.Rules + ";").Contains(";" + rule + ";")) : alerts;
        alerts = filter.Drugs?.ToString() is { } drugs ? alerts.Where(a => (";" + a.Scopes + ";").Contains(";" + drugs + ";")) : alerts;
        alerts = filter.SeverityFrom is { } from ? alerts.Where(a => a.Severity >= from) : alerts;
        alerts = filter.SeverityTo is { } to ? alerts.Where(a => a.Severity <= to) : alerts;
        alerts = filter.Score?.Least is { } least ? alerts.Where(a => a.AnomalyPercentile >= least) : alerts;
        alerts = filter.Score?.Most is { } most ? alerts.Where(a => a.AnomalyPercentile <= most) : alerts;
        alerts = filter.PriorityRange?.Least is { } low ? alerts.Where(a => a.Priority >= low) : alerts;
        alerts = filter.PriorityRange?.Most is { } high ? alerts.Where(a => a.Priority <= high) : alerts;
        return filter.Exempt switch
        {
            null => alerts,
            true => alerts.Where(a => a.Hold == QueueHold.ExemptContext || a.Hold == QueueHold.ExemptByHand || a.Exemptions != FillContext.None),
            false => alerts.Where(a => a.Hold != QueueHold.ExemptContext && a.Hold != QueueHold.ExemptByHand && a.Exemptions == FillContext.None),
        };
    }

    private static IQueryable<Alert> AboutWhom(PdmpDbContext db, IQueryable<Alert> alerts, AlertFilter filter)
    {
        alerts = filter.PatientId is { } patient ? alerts.Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.SubjectId == patient) : alerts;
        var records = db.Set<PatientRecord>().AsNoTracking();
        if (filter.PatientState is { } state)
        {
            alerts = alerts.Where(a => a.SubjectKind == AlertSubjectKind.Patient && records.Any(r => r.PatientId == a.SubjectId && r.State == state));
        }

        if (filter.Zip3 is { } zip)
        {
            // A range instead of a pattern: an index on the ZIP serves it in every collation.
            var after = zip + ":";
#pragma warning disable CA1309 // It becomes SQL, which knows this overload alone.
            var there = records.Where(r => string.Compare(r.Zip, zip) >= 0 && string.Compare(r.Zip, after) < 0).Select(r => r.PatientId);
#pragma warning restore CA1309
            alerts = alerts.Where(a => a.SubjectKind == AlertSubjectKind.Patient && there.Contains(a.SubjectId));
        }

        if (filter.Name is { } name)
        {
            var (last, first) = (Spellings(name.Last), Spellings(name.First ?? ""));
            var people = records.Where(r => last.Contains(r.LastName) && (name.First == null || first.Contains(r.FirstName))).Select(r => r.PatientId);
            alerts = alerts.Where(a => a.SubjectKind == AlertSubjectKind.Patient && people.Contains(a.SubjectId));
        }

        return alerts;
    }

    private static IQueryable<Alert> InWork(IQueryable<Alert> alerts, AlertFilter filter, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        alerts = filter.Assignee is { } assignee ? alerts.Where(a => a.Assignee == assignee) : alerts;
        alerts = filter.Mine is { } me ? alerts.Where(a => a.Assignee == me || (a.ClaimedBy == me && a.ClaimedUntil > now)) : alerts;
        alerts = filter.Claimed switch
        {
            null => alerts,
            true => alerts.Where(a => a.ClaimedUntil > now),
            false => alerts.Where(a => a.Assignee == null && (a.ClaimedUntil == null || a.ClaimedUntil <= now)),
        };
        alerts = filter.AgeDays?.Least is { } least ? alerts.Where(a => a.OpenedOn <= today.AddDays(-Days(Math.Ceiling(least)))) : alerts;
        alerts = filter.AgeDays?.Most is { } most ? alerts.Where(a => a.OpenedOn >= today.AddDays(-Days(Math.Floor(most)))) : alerts;
        alerts = filter.Snoozed switch
        {
            null => alerts,
            true => alerts.Where(a => a.SnoozedUntil > today),
            false => alerts.Where(a => a.SnoozedUntil == null || a.SnoozedUntil <= today),
        };
        return filter.Overdue switch
        {
            null => alerts,
            true => alerts.Where(a => a.DueOn < today && (a.SnoozedUntil == null || a.SnoozedUntil <= today) && a.State != AlertState.Closed && a.State != AlertState.Withdrawn),
            false => alerts.Where(a => a.DueOn == null || a.DueOn >= today || a.SnoozedUntil > today || a.State == AlertState.Closed || a.State == AlertState.Withdrawn),
        };
    }

    /// <summary>A hundred years are for ever.</summary>
    private static int Days(double days) => (int)Math.Clamp(days, 0, 36_525);

    /// <summary>As pharmacies write a name: SMITH, smith, Smith, and as it was typed. An index on the name serves them all.</summary>
    private static string[] Spellings(string name)
    {
        var (upper, lower) = (name.ToUpperInvariant(), name.ToLowerInvariant());
        return name.Length == 0 ? [] : [.. new[] { name, upper, lower, upper[..1] + lower[1..] }.Distinct()];
    }
}
