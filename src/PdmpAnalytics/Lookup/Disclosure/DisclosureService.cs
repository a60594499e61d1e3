using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Disclosure;

/// <summary>Writes down what is about to leave. Whoever answers a query calls it first and answers only when it has returned.</summary>
public sealed class DisclosureService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, LookupOptions options, TimeProvider clock)
{
    private readonly OversightDays _days = new(options.Access);

    /// <summary>Keeps a query and its audit event, both or neither. Throws when they cannot be written: then nothing may leave.</summary>
    /// <param name="search">What was found.</param>
    /// <param name="content">What is about to leave beside the search's outcome.</param>
    /// <returns>The id the answer bears.</returns>
    internal async Task<Guid> RecordAsync(
        DisclosureKind kind, PatientQuery query, Inquiry inquiry, PatientSearch search, DisclosedContent content, CancellationToken cancellation)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var listed = search.Outcome == SearchOutcome.PickOne && content.PatientId is null ? search.Candidates.Select(c => c.PatientId) : [];
        var row = new PatientDisclosure
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Kind = kind,
            Account = inquiry.Account,
            Role = inquiry.Role,
            Supervisor = inquiry.Supervisor,
            Facility = inquiry.Facility,
            Purpose = inquiry.Purpose,
            Application = inquiry.Application,
            ClientAddress = inquiry.ClientAddress,
            Override = inquiry.Override,
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
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Add(row);
        if (row.Override.Length > 0 && row.PatientId is not null)
        {
            db.Add(AccessFinding.Of(Opened(row), at));
        }

        await db.SaveChangesAsync(cancellation);
        var entry = new AuditEntry(
            inquiry.Account, $"patient.{kind.ToString().ToLowerInvariant()}", content.PatientId is { } patient ? $"patient:{patient}" : "patient",
            $"disclosure={row.Id:D};digest={row.Digest()};purpose={inquiry.Purpose};outcome={row.Outcome};fills={row.Fills}"
            + (row.Supervisor.Length > 0 ? $";supervisor={row.Supervisor}" : "") + (row.Override.Length > 0 ? ";override=yes" : ""));
        await audit.AppendAsync(db, [entry], cancellation);
        await transaction.CommitAsync(cancellation);
        return row.Id;
    }

    /// <summary>Every override comes before an auditor, whatever it opened.</summary>
    private ObservedSign Opened(PatientDisclosure row) => new(
        AccessSign.BreakGlass, row.Account, _days.DayOf(row.At), $"disclosure:{row.Id:D}",
        $"Opened what stays closed otherwise, as {row.Role}, for {row.Purpose.ToString().ToLowerInvariant()}.", [row.Id]);

    private static string FurtherItems(PatientQuery query) => string.Join(';', new[]
    {
        ("middle", query.MiddleName), ("suffix", query.Suffix), ("sex", query.Sex), ("address", query.Address), ("zip", query.Zip),
        ("phone", query.Phone), ("id", query.IdNumber),
    }.Where(item => item.Item2.Length > 0).Select(item => $"{item.Item1}={item.Item2}"));
}

/// <summary>What leaves with an answer.</summary>
/// <param name="PatientId">Whose data; null when no report leaves.</param>
/// <param name="Fills">How many fills it shows.</param>
/// <param name="States">Two letters each, joined by <c>;</c>.</param>
internal readonly record struct DisclosedContent(long? PatientId, int Fills, string States)
{
    public static DisclosedContent None { get; } = new(null, 0, "");
}
