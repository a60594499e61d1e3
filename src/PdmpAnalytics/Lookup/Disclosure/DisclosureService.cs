using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>
/// Writes down what is about to leave. Whoever answers a query calls it first and answers only when it has returned. Questions that
/// come at the same time are written in one transaction.
/// </summary>
public sealed class DisclosureService
{
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly IBulkWriter _bulk;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly OversightDays _days;
    private readonly AccessOptions _limits;
    private readonly TimeSpan _patience;
    private readonly SharedWrites<Entry> _writes;

    public DisclosureService(IDbContextFactory<PdmpDbContext> contexts, IBulkWriter bulk, AuditLog audit, LookupOptions options, TimeProvider clock)
    {
        (_contexts, _bulk, _audit, _limits, _days, _clock) = (contexts, bulk, audit, options.Access, new OversightDays(options.Access), clock);
        _patience = options.Deadline;
        _writes = new SharedWrites<Entry>(WriteAsync);
    }

    /// <summary>Keeps a query and its audit event, both or neither. Throws when they cannot be written: then nothing may leave.</summary>
    /// <param name="search">What was found.</param>
    /// <param name="content">What is about to leave beside the search's outcome.</param>
    /// <returns>The id the answer bears.</returns>
    internal async Task<Guid> RecordAsync(
        DisclosureKind kind, PatientQuery query, Inquiry inquiry, PatientSearch search, DisclosedContent content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        var listed = search.Outcome == SearchOutcome.PickOne && content.PatientId is null ? search.Candidates.Select(c => c.PatientId) : [];
        var row = new PatientDisclosure
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Kind = kind,
            Account = inquiry.Account,
            Role = inquiry.Role,
            Supervisor = inquiry.Supervisor,
            EndUser = inquiry.User,
            Licence = inquiry.Licence,
            CaseNumber = inquiry.CaseNumber,
            Facility = inquiry.Facility,
            Purpose = inquiry.Purpose,
            Application = inquiry.Application,
            ClientAddress = inquiry.ClientAddress,
            Override = BreakGlass.Kept(inquiry, content.ReasonWithheld || content.PatientId is null),
            LastName = query.LastName,
            FirstName = query.FirstName,
            BirthDate = query.BirthDate,
            FurtherItems = FurtherItems(query),
            Outcome = SearchWords.Code(search.Outcome),
            PatientId = content.PatientId,
            ListedPatients = string.Join(';', listed.Select(id => id.ToString(CultureInfo.InvariantCulture))),
            Fills = content.Fills,
            States = content.States,
        };
        await _writes.WriteAsync(new Entry(row, new AuditEntry(
            inquiry.Account, $"patient.{kind.ToString().ToLowerInvariant()}", content.PatientId is { } patient ? $"patient:{patient}" : "patient",
            $"disclosure={row.Id:D};digest={row.Digest()};purpose={inquiry.Purpose};outcome={row.Outcome};fills={row.Fills}"
            + (row.EndUser.Length > 0 ? $";user={row.EndUser}" : "") + (row.Supervisor.Length > 0 ? $";supervisor={row.Supervisor}" : "")
            + (row.CaseNumber.Length > 0 ? ";case=yes" : "") + (row.Override.Length > 0 ? ";override=yes" : "")), cancellation));

        // Given up while it waited to be written: then it was not, and nothing may leave.
        cancellation.ThrowIfCancellationRequested();
        return row.Id;
    }

    /// <summary>Waits for other writers as long as an answer may take. Not cancelled by one of those who wait: it is written for the others too.</summary>
    private async Task WriteAsync(IReadOnlyList<Entry> waiting)
    {
        if (waiting.All(e => e.Waits.IsCancellationRequested))
        {
            return;
        }

        using var patience = new CancellationTokenSource(_patience, _clock);
        try
        {
            await WriteAsync(waiting, patience.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException("The audit log could not be written in time.", late);
        }
    }

    private async Task WriteAsync(IReadOnlyList<Entry> waiting, CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        using var limited = await ConnectionPatience.LimitAsync(db, _patience, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);

        // Whoever gave up while the database was locked gets no answer, so nothing of it is kept.
        var entries = waiting.Where(e => !e.Waits.IsCancellationRequested).ToList();
        if (entries.Count == 0)
        {
            return;
        }

        await _bulk.InsertAsync(db, entries.Select(e => e.Row), cancellation);
        var openings = entries.Where(e => e.Row.Override.Length > 0).ToList();
        if (openings.Count > 0)
        {
            db.AddRange(openings.Select(e => AccessFinding.Of(Opening(e.Row), e.Row.At)));
            await db.SaveChangesAsync(cancellation);
        }

        await _audit.AppendAsync(db, [.. entries.Select(e => e.Event)], cancellation);
        if (!entries.TrueForAll(e => e.Waits.IsCancellationRequested))
        {
            await transaction.CommitAsync(CancellationToken.None);
            foreach (var opening in openings.DistinctBy(e => e.Row.Account))
            {
                await RepeatedAsync(opening.Row, CancellationToken.None);
            }
        }
    }

    /// <summary>Every override comes before an auditor, whatever it opened and whether it opened anything.</summary>
    private ObservedSign Opening(PatientDisclosure row) => new(
        AccessSign.BreakGlass, row.Account, _days.DayOf(row.At), $"disclosure:{row.Id:D}",
        (row.PatientId is null ? "Asked to open what stays closed otherwise, and nothing was opened" : "Opened what stays closed otherwise")
        + $", as {row.Role}, for {row.Purpose.ToString().ToLowerInvariant()}.", [row.Id]);

    /// <summary>Emergencies are rare: an account with many of them is told once a month, beside each single one.</summary>
    private async Task RepeatedAsync(PatientDisclosure row, CancellationToken cancellation)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        var day = _days.DayOf(row.At);
        var (first, month) = (day.AddDays(1 - _limits.EmergencyWindowDays), day.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        var openings = await db.Set<AccessFinding>().CountAsync(f => f.Sign == AccessSign.BreakGlass && f.Account == row.Account && f.Day >= first, cancellation);
        if (openings < _limits.Emergencies
            || await db.Set<AccessFinding>().AnyAsync(f => f.Sign == AccessSign.RepeatedEmergency && f.Account == row.Account && f.Key == month, cancellation))
        {
            return;
        }

        db.Add(AccessFinding.Of(
            new ObservedSign(
                AccessSign.RepeatedEmergency, row.Account, day, month,
                string.Create(CultureInfo.InvariantCulture, $"Stated an emergency {openings} times in {_limits.EmergencyWindowDays} days."), []),
            row.At));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Another host told it at the same time; the answers, written down before, do not hang on it.
        }
    }

    private static string FurtherItems(PatientQuery query) => string.Join(';', new[]
    {
        ("middle", query.MiddleName), ("suffix", query.Suffix), ("sex", query.Sex), ("address", query.Address), ("zip", query.Zip),
        ("phone", query.Phone), ("id", query.IdNumber),
    }.Where(item => item.Item2.Length > 0).Select(item => $"{item.Item1}={item.Item2}"));

    /// <param name="Waits">Cancelled when nobody waits for it any more.</param>
    private readonly record struct Entry(PatientDisclosure Row, AuditEntry Event, CancellationToken Waits)
    {
        public override string ToString() => Row.ToString();
    }
}

/// <summary>What leaves with an answer.</summary>
/// <param name="PatientId">Whose data; null when no report leaves.</param>
/// <param name="Fills">How many fills it shows.</param>
/// <param name="States">Two letters each, joined by <c>;</c>.</param>
internal readonly record struct DisclosedContent(long? PatientId, int Fills, string States)
{
    public static DisclosedContent None { get; } = new(null, 0, "");

    /// <summary>The reason of an emergency named the patient: its words are not kept.</summary>
    public bool ReasonWithheld { get; init; }
}
