using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using PdmpAnalytics.TestKit.Naive;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>
/// Random reports in files that arrive in random order end in the store as if all had come in effective order.
/// PDMP_TEST_SEQUENCES=10000 runs them all, for each database.
/// </summary>
public class EffectiveOrderTests
{
    /// <summary>Sequences that share their files, and with them batches.</summary>
    private const int Together = 50;

    private static readonly int Sequences =
        int.Parse(Environment.GetEnvironmentVariable("PDMP_TEST_SEQUENCES") ?? "300", CultureInfo.InvariantCulture);

    [Theory, OnSqlite, OnPostgres]
    public async Task RandomSequences_EndAsInEffectiveOrder(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, services => services
            .AddSingleton<TimeProvider>(new StoppedClock(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)))
            .AddSingleton(new IngestionOptions { BatchSize = 37 }));
        var random = new Random(20261122);
        var expected = new SortedDictionary<int, SentReport>();
        for (var first = 0; first < Sequences; first += Together)
        {
            var sequences = Enumerable.Range(first, Together).Select(n => SentSequence.Random(random, n)).ToList();
            for (var file = 0; file < SentSequence.MaxFiles; file++)
            {
                var transactions = sequences.Where(s => file < s.Files.Count).SelectMany(s => s.Files[file]).ToList();
                if (transactions.Count > 0)
                {
                    var outcome = await database.Get<SubmissionService>().LoadAsync(
                        new MemoryStream(SentFile.Of(transactions)), $"{first}-{file}.asap");
                    Assert.True(outcome.SubmissionId > 0 && outcome.Result != SubmissionResult.Rejected, string.Join(' ', outcome.FaultCounts.Keys));
                }
            }

            foreach (var live in sequences.SelectMany(s => NaiveReports.Live(s.Files)))
            {
                expected.Add(live.Key, live.Value);
            }
        }

        await using var db = database.Open();
        Assert.Equal(expected.Values.Select(Text), await LiveAsync(db));
        await CheckAsync(db);
    }

    private static string Text(SentReport report) =>
        $"{report.Rx} {report.Quantity} {report.DaysSupply} {report.FirstName}";

    /// <summary>All values of the live versions that differ between reports, by prescription.</summary>
    private static async Task<IEnumerable<string>> LiveAsync(PdmpDbContext db)
    {
        var live = await db.Set<Dispensation>().Where(d => d.ValidTo == null)
            .Join(
                db.Set<PatientRecord>(), d => new { Id = d.PatientRecordId, d.PatientId }, r => new { r.Id, r.PatientId },
                (d, r) => new { d.RxNumber, d.Quantity, d.DaysSupply, r.FirstName })
            .ToListAsync();
        return live.OrderBy(l => int.Parse(l.RxNumber, CultureInfo.InvariantCulture))
            .Select(l => $"{l.RxNumber} {l.Quantity} {l.DaysSupply} {l.FirstName}");
    }

    /// <summary>Keys, reports and counts agree with the versions.</summary>
    private static async Task CheckAsync(PdmpDbContext db)
    {
        var live = await db.Set<Dispensation>().Where(d => d.ValidTo == null)
            .Select(d => new { d.RxKey, d.PatientId, d.Id }).OrderBy(d => d.RxKey).ToListAsync();
        var keys = await db.Set<DispensationKey>().Where(k => k.DispensationId != 0)
            .Select(k => new { k.RxKey, k.PatientId, Id = k.DispensationId }).OrderBy(k => k.RxKey).ToListAsync();
        Assert.Equal(live, keys);
        Assert.Equal(live.Count, await db.Set<PrescriberSite>().SumAsync(s => s.Fills));
        var versions = db.Set<Dispensation>();
        Assert.Equal(0, await db.Set<DispensationReport>()
            .CountAsync(r => r.DispensationId != 0 && !versions.Any(d => d.PatientId == r.PatientId && d.Id == r.DispensationId)));
        Assert.Equal(0, await db.Set<DispensationReport>()
            .CountAsync(r => r.DispensationId == 0 && r.Status != ReportStatus.Void && r.Status != ReportStatus.VoidFile));
    }
}
