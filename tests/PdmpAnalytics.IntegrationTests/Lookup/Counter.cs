using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

/// <summary>A store seen from a pharmacy's counter on 1 June 2025, with short words for loading and asking.</summary>
internal sealed class Counter(TestDatabase database) : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2025, 6, 1);

    /// <summary>The person of <see cref="CsvRow.Sound"/>.</summary>
    public static readonly PatientQuery Alice = new() { LastName = "Testpatient", FirstName = "Alice", BirthDate = new DateOnly(1980, 2, 14) };

    public static readonly Inquiry Pharmacist = new()
    {
        Account = "pat", Role = "pharmacist", Purpose = QueryPurpose.Dispensing, Facility = "FP1234563", Application = "test", ClientAddress = "192.0.2.7",
    };

    public TestDatabase Database => database;

    public static async Task<Counter> OpenAsync(StorageProvider provider, params CsvRow[] rows)
    {
        var counter = new Counter(await TestDatabase.CreateAsync(
            provider, services => services.AddSingleton<TimeProvider>(new StoppedClock(new DateTimeOffset(2025, 6, 1, 15, 0, 0, TimeSpan.Zero)))));
        await counter.LoadAsync(rows);
        return counter;
    }

    /// <summary>A fill of the person of <see cref="CsvRow.Sound"/>: clonazepam 1 mg, 60 for 30 days.</summary>
    public static CsvRow Fill(string rx, string filled) => CsvRow.Sound.Rx(rx).With("date_filled", filled).With("date_written", filled).With("date_sold", filled);

    public async Task LoadAsync(params CsvRow[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "rows.csv");
        Assert.True(outcome.Result == SubmissionResult.Accepted, $"{outcome.Result}: {string.Join(' ', outcome.FaultCounts)}");
    }

    public async Task LinkAsync() => Assert.True((await database.Get<PatientLinkageService>().LinkAsync(new LinkRequest())).Succeeded);

    public async Task<LookupAnswer> AskAsync(PatientQuery query, Inquiry? inquiry = null, long? picked = null) =>
        (await database.Get<PatientReportService>().ReportAsync(query, inquiry ?? Pharmacist, picked)).Value;

    public async Task<DispensingCheck> CheckAsync(ProposedFill proposed, PatientQuery? query = null) =>
        (await database.Get<DispensingCheckService>().CheckAsync(query ?? Alice, proposed, Pharmacist)).Value.Check!;

    /// <summary>In the order of their audit events; the clock stands still.</summary>
    public async Task<List<PatientDisclosure>> DisclosuresAsync()
    {
        await using var db = database.Open();
        var rows = await db.Set<PatientDisclosure>().ToDictionaryAsync(d => $"{d.Id:D}");
        var events = await db.Set<AuditEvent>().Where(e => e.Detail.StartsWith("disclosure=")).OrderBy(e => e.Sequence).Select(e => e.Detail).ToListAsync();
        Assert.Equal(rows.Count, events.Count);
        return [.. events.Select(detail => rows[detail.Split(['=', ';'])[1]])];
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
