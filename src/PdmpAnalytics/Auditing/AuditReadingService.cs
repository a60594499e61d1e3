using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Auditing;

/// <summary>Reads the audit log for auditors; looking at it is itself kept in the log.</summary>
public sealed class AuditReadingService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit)
{
    /// <summary>A page of the log, newest first; noted before it is returned.</summary>
    /// <param name="reader">Account of the auditor.</param>
    public async Task<AuditPage> PageAsync(AuditFilter filter, string reader, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var events = Matching(db.Set<AuditEvent>().AsNoTracking(), filter);
        var page = await events.OrderByDescending(e => e.Sequence).Take(filter.Top + 1).ToListAsync(cancellation);
        await audit.AppendAsync(new AuditEntry(reader, "audit.read", "audit", Words(filter)), cancellation);
        return page.Count > filter.Top ? new(page[..filter.Top], page[filter.Top - 1].Sequence) : new(page, null);
    }

    private static IQueryable<AuditEvent> Matching(IQueryable<AuditEvent> events, AuditFilter filter)
    {
        events = filter.Actor is { } actor ? events.Where(e => e.Actor == actor) : events;
        events = filter.Action is not { } action ? events
            : action.EndsWith('.') ? events.Where(e => e.Action.StartsWith(action))
            : events.Where(e => e.Action == action);
        events = filter.Subjects is { } subjects ? events.Where(e => subjects.Contains(e.Subject)) : events;
        events = filter.From is { } from ? events.Where(e => e.OccurredAt >= Midnight(from)) : events;
        events = filter.To is { } to && to < DateOnly.MaxValue ? events.Where(e => e.OccurredAt < Midnight(to.AddDays(1))) : events;
        return filter.Before is { } before ? events.Where(e => e.Sequence < before) : events;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The parts that narrow it.</summary>
    private static string Words(AuditFilter filter)
    {
        (string Name, string? Value)[] parts =
        [
            ("actor", filter.Actor), ("action", filter.Action), ("subjects", filter.Subjects is { } subjects ? string.Join(',', subjects) : null),
            ("from", Date(filter.From)), ("to", Date(filter.To)),
        ];
        return string.Join(' ', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={p.Value}"));

        static string? Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
