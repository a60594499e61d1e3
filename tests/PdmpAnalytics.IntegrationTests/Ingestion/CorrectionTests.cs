using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>Corrections of transactions and what is kept of them (domain reference 1.6, 1.7, 1.9).</summary>
public class CorrectionTests
{
    private static readonly SentReport Original = new(1, ReportStatus.New, 0);

    /// <summary>A void file takes back what of its transaction was not superseded, wherever it arrives.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFile_EndsAlikeInEveryOrderOfArrival(StorageProvider provider)
    {
        var original = new SentTransaction(0, "A", [Original, new SentReport(2, ReportStatus.New, 0), new SentReport(3, ReportStatus.New, 0)]);
        var revision = new SentTransaction(1, "B", [new SentReport(2, ReportStatus.Revise, 1), new SentReport(3, ReportStatus.Void, 0)]);
        var withdrawal = new SentTransaction(2, "A", []);
        var later = new SentTransaction(3, "C", [new SentReport(3, ReportStatus.New, 4)]);
        SentTransaction[] all = [original, revision, withdrawal, later];
        foreach (var order in Orders(4))
        {
            await using var database = await CreateAsync(provider);
            foreach (var i in order)
            {
                Assert.NotEqual(SubmissionResult.Rejected, (await LoadAsync(database, all[i])).Result);
            }

            Assert.Equal(["2 60", "3 30"], await LiveAsync(database));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFile_CountsWhatGoes_AndJudgesOnlyThosePatients(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, new SentTransaction(0, "A", [Original]), new SentTransaction(0, "B", [new SentReport(2, ReportStatus.New, 4)]));
        await using var db = database.Open();
        await db.Set<PatientToJudge>().ExecuteDeleteAsync();

        var outcome = await LoadAsync(database, new SentTransaction(1, "A", []));

        Assert.Equal((0, 1), (outcome.Counts.Read, outcome.Counts.Withdrawn));
        var gone = await db.Set<Dispensation>().SingleAsync(d => d.ValidTo != null);
        Assert.Equal(("1", 2), (gone.RxNumber, gone.ClosedBySubmissionId));
        Assert.Equal([gone.PatientId], await db.Set<PatientToJudge>().Select(p => p.PatientId).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFileOfAnUnknownTransaction_IsNotedAndWaits(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);

        var outcome = await LoadAsync(database, new SentTransaction(1, "A", []));
        await LoadAsync(database, new SentTransaction(0, "A", [Original]));

        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        Assert.Equal(new SubmissionFault(1, "TH02", SubmissionErrorCode.TargetNotFound), outcome.Faults.Single());
        Assert.Empty(await LiveAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFile_OfANumberThatTwoSendersUsed_IsRefused(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, new SentTransaction(0, "A", [Original]));
        await LoadAsync(database, Text(new SentTransaction(0, "A", [new SentReport(2, ReportStatus.New, 0)])).Replace("IS*5555550100*", "IS*5555550101*", StringComparison.Ordinal));

        var outcome = await LoadAsync(database, new SentTransaction(1, "A", []));

        Assert.Equal((SubmissionResult.Rejected, SubmissionErrorCode.VoidFileAmbiguous), (outcome.Result, outcome.Faults.Single().Code));
        Assert.Equal(["1 30", "2 30"], await LiveAsync(database));
    }

    /// <summary>A void file names no sender: only the inbox folder tells whose it is.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFileOfAnotherSubmitter_FindsNothing_WhicheverComesFirst(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var withdrawal = Text(new SentTransaction(1, "A", []));
        await LoadAsync(database, Text(new SentTransaction(0, "A", [Original])), "north");
        await LoadAsync(database, Text(new SentTransaction(1, "B", [])), "south");

        var foreign = await LoadAsync(database, withdrawal, "south");
        await LoadAsync(database, Text(new SentTransaction(0, "B", [Original with { Rx = 2 }])), "north");

        Assert.Equal((SubmissionErrorCode.TargetNotFound, 0), (foreign.Faults.Single().Code, foreign.Counts.Withdrawn));
        Assert.Equal(["1 30", "2 30"], await LiveAsync(database));
        var own = await LoadAsync(database, Text(new SentTransaction(2, "A", [])), "north");
        var operators = await LoadAsync(database, Text(new SentTransaction(2, "B", [])));
        Assert.Equal((1, 1), (own.Counts.Withdrawn, operators.Counts.Withdrawn));
        Assert.Empty(await LiveAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SameTransactionInAnotherFile_IsADuplicate_OtherContentIsRefused(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var first = new SentTransaction(0, "A", [Original]);
        await LoadAsync(database, first);

        var again = await LoadAsync(database, first, new SentTransaction(1, "B", [new SentReport(2, ReportStatus.New, 0)]));
        var other = await LoadAsync(database, new SentTransaction(0, "A", [Original with { Content = 1 }]));

        Assert.Equal((2, 1, 1), (again.Counts.Read, again.Counts.Duplicates, again.Counts.Loaded));
        Assert.Equal((SubmissionResult.Rejected, SubmissionErrorCode.ControlNumberReused), (other.Result, other.Faults[0].Code));
        // What is refused was sent before with other content: none of its records is a duplicate.
        Assert.Equal([SubmissionErrorCode.ControlNumberReused], other.FaultCounts.Keys);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidBeforeItsOriginal_WaitsForIt_AndAppliesToNoLaterOne(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, new SentTransaction(1, "V", [Original with { Status = ReportStatus.Void }]));
        await LoadAsync(database, new SentTransaction(0, "A", [Original]));
        Assert.Empty(await LiveAsync(database));

        await LoadAsync(database, new SentTransaction(2, "B", [Original]));

        Assert.Equal(["1 30"], await LiveAsync(database));
        await using var db = database.Open();
        Assert.Equal(1, await db.Set<Dispensation>().CountAsync(d => d.ValidTo == null));
    }

    /// <summary>A version that becomes live late is copied: what was closed stays closed, with the file that closed it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task KeptRecordThatBecomesLive_IsANewVersion(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, new SentTransaction(0, "A", [Original]));
        var refused = await LoadAsync(database, new SentTransaction(4, "B", [Original with { Content = 1 }]));
        await LoadAsync(database, new SentTransaction(2, "C", [Original with { Status = ReportStatus.Void }]));

        Assert.Equal(1, refused.FaultCounts[SubmissionErrorCode.KeyExists]);
        Assert.Equal(["1 60"], await LiveAsync(database));
        await using var db = database.Open();
        var versions = await db.Set<Dispensation>().OrderBy(d => d.Id).ToListAsync();
        Assert.Equal([30, 60, 60], versions.Select(v => v.Quantity));
        Assert.Equal([3, 2, null], versions.Select(v => v.ClosedBySubmissionId));
        Assert.Equal([1, 2, 2], versions.Select(v => v.SubmissionId));
        Assert.Equal(3, (await db.Set<DispensationKey>().SingleAsync()).DispensationId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReportsOfOneKeyInSeveralBatches_EndAsInEffectiveOrder(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider, new IngestionOptions { BatchSize = 2 });
        var fillers = Enumerable.Range(10, 3).Select(rx => new SentReport(rx, ReportStatus.New, 0)).ToArray();

        var outcome = await LoadAsync(
            database,
            new SentTransaction(5, "A", [Original, .. fillers, Original with { Status = ReportStatus.Revise, Content = 1 }]),
            new SentTransaction(6, "B", [Original with { Status = ReportStatus.Void, Content = 1 }]),
            new SentTransaction(1, "C", [Original with { Content = 4 }]));

        // At its place the last is the first: what came as the original has other content.
        Assert.Equal((4, 1, 1), (outcome.Counts.Loaded - 1, outcome.Counts.Revised, outcome.Counts.Voided));
        Assert.Equal(["10 30", "11 30", "12 30"], await LiveAsync(database));
    }

    /// <summary>A merge in the middle of a batch must not lose what the plan says of the merged patient's versions.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidBesideARecordThatMergesItsPatient_IsNotLost(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var here = CsvRow.Sound.With("patient_id", "").With("patient_id_qualifier", "");
        var there = here.Rx("2").With("patient_zip", "10001").With("patient_phone", "2125550199");
        await LoadAsync(database, CsvRow.File(here, there));

        await LoadAsync(database, CsvRow.File(here.Rx("3").With("patient_zip", "10001"), there.With("report_status", "02"), here.With("report_status", "01").With("quantity", "30")));

        Assert.Equal(["3 60", "700101 30"], await LiveAsync(database));
        await using var db = database.Open();
        Assert.Equal([1], await db.Set<DispensationReport>().Where(r => r.DispensationId != 0).Select(r => r.PatientId).Distinct().ToListAsync());
        Assert.Equal(2, await db.Set<PrescriberSite>().SumAsync(s => s.Fills));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DispensersParticulars_AreThoseStatedLastInEffectiveOrder(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, new SentTransaction(5, "A", [Original]));
        await LoadAsync(database, Text(new SentTransaction(1, "B", [Original with { Rx = 2 }]))
            .Replace("SAMPLE PHARMACY 1", "OLD NAME", StringComparison.Ordinal).Replace("*5555550100***~", "*5555550100**77*~", StringComparison.Ordinal));

        await using var db = database.Open();
        var dispenser = await db.Set<Dispenser>().SingleAsync();
        // The earlier name does not come back; the store number was stated by the earlier one only.
        Assert.Equal(("SAMPLE PHARMACY 1", "77"), (dispenser.Name, dispenser.Chain));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RejectedRecord_IsKeptSealed_UntilAGoodOneArrives(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("2").With("days_supply", "0"), CsvRow.Sound.With("quantity", "45")));
        await using var db = database.Open();
        var kept = await db.Set<RejectedRecord>().AsNoTracking().OrderBy(r => r.Line).ToListAsync();
        Assert.Equal([3, 4], kept.Select(r => r.Line));
        Assert.All(kept, r => Assert.DoesNotContain("TESTPATIENT", Encoding.UTF8.GetString(r.Content), StringComparison.Ordinal));
        var restored = CheckedFile.Read(database.Get<RecordVault>().Open(kept[1].Content, 1, 4).Value);
        Assert.Equal((1, 0), (restored.Accepted, restored.Faults.Count));

        await LoadAsync(database, CsvRow.File(CsvRow.Sound.Rx("2"), CsvRow.Sound.With("report_status", "01").With("quantity", "45")));

        kept = await db.Set<RejectedRecord>().AsNoTracking().ToListAsync();
        Assert.All(kept, r => Assert.Equal((RejectedRecordState.Replaced, 2, 0), (r.State, r.ClosedBySubmissionId, r.Content.Length)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ZeroReport_IsStored_BesideRealRecordsRefused(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var zero = CsvRow.Sound.With("patient_last_name", "report").With("patient_first_name", "Zero");

        var alone = await LoadAsync(database, CsvRow.File(zero));
        var before = await LoadAsync(database, CsvRow.File(zero.Rx("9"), CsvRow.Sound));
        var after = await LoadAsync(database, CsvRow.File(CsvRow.Sound.Rx("2"), zero.Rx("9")));

        Assert.Equal((SubmissionResult.Accepted, 1, 0), (alone.Result, alone.Counts.ZeroReports, alone.Counts.Loaded));
        Assert.All([before, after], outcome => Assert.Equal(
            (SubmissionResult.Accepted, 2, 0, 1, 1, 1),
            (outcome.Result, outcome.Counts.Read, outcome.Counts.ZeroReports, outcome.Counts.ZeroReportsRefused, outcome.Counts.Loaded,
                outcome.FaultCounts[SubmissionErrorCode.ZeroReportRefused])));
        Assert.Contains(
            "1  zero report beside dispensations, refused",
            SubmissionReportText.Of((await database.Get<SubmissionReportService>().FindAsync(2)).Value), StringComparison.Ordinal);
        await using var db = database.Open();
        Assert.Equal(new DateOnly(2025, 1, 10), (await db.Set<ZeroReport>().SingleAsync()).LastDay);
        Assert.Equal([0, 1, 1], await db.Set<DispenserSubmission>().OrderBy(d => d.SubmissionId).Select(d => d.Records).ToListAsync());
    }

    [Theory]
    [InlineData(9, 3, false)]
    [InlineData(20, 2, false)]
    [InlineData(20, 3, true)]
    [InlineData(2, 2, true)]
    public async Task FileWithManyFatalRecords_IsRefusedWhole_FromTenRecordsOn(int records, int fatal, bool isRefused)
    {
        await using var database = await CreateAsync(StorageProvider.Sqlite);

        var outcome = await LoadAsync(database, CsvRow.File([.. Enumerable.Range(0, records).Select(i =>
            CsvRow.Sound.Rx($"{i}").With("days_supply", i < fatal ? "0" : "30"))]));

        Assert.Equal(isRefused, outcome.Result == SubmissionResult.Rejected);
        Assert.Equal(isRefused, outcome.FaultCounts.ContainsKey(SubmissionErrorCode.TooManyFaults));
        await using var db = database.Open();
        Assert.Equal(isRefused ? 0 : records - fatal, await db.Set<Dispensation>().CountAsync());
        Assert.Equal(isRefused ? 0 : fatal, await db.Set<RejectedRecord>().CountAsync());
        Assert.Equal(outcome.SubmissionId, (await db.Set<Submission>().SingleAsync()).Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task TestFiles_AreCheckedAndLeaveNothing_OnTheirEndpointOnly(StorageProvider provider)
    {
        var test = Text(new SentTransaction(0, "A", [Original])).Replace("*P**~~", "*T**~~", StringComparison.Ordinal);
        await using var production = await CreateAsync(provider);
        await using var endpoint = await CreateAsync(provider, new IngestionOptions { Endpoint = IntakeEndpoint.Test });

        Assert.Equal(SubmissionErrorCode.FileTypeWrong, (await LoadAsync(production, test)).Faults.Single().Code);
        Assert.Equal(SubmissionErrorCode.FileTypeWrong, (await LoadAsync(endpoint, Text(new SentTransaction(0, "A", [Original])))).Faults.Single().Code);
        var tested = await LoadAsync(endpoint, test);

        Assert.Equal((SubmissionResult.Tested, 1), (tested.Result, tested.Counts.Loaded));
        await using var db = endpoint.Open();
        Assert.Equal((0, 0), (await db.Set<Dispensation>().CountAsync(), await db.Set<Submission>().CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RevisionOfUnknown_MayBeRefused(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider, new IngestionOptions { RevisionOfUnknown = UnknownRevision.Refuse });

        var outcome = await LoadAsync(database, CsvRow.File(CsvRow.Sound.With("report_status", "01")));

        Assert.Equal((1, 1), (outcome.Counts.Rejected, outcome.FaultCounts[SubmissionErrorCode.RevisionTargetMissing]));
        Assert.Empty(await LiveAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task FileThatGrowsBetweenItsReadings_LoadsNothing(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var bytes = Encoding.UTF8.GetBytes(CsvRow.File(CsvRow.Sound));
        var grown = Encoding.UTF8.GetBytes(CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("2")));

        var outcome = await database.Get<SubmissionService>().LoadAsync(new ChangingStream(bytes, grown), "growing.csv");

        Assert.Equal((SubmissionResult.Rejected, SubmissionErrorCode.FileChanged), (outcome.Result, outcome.Faults.Single().Code));
        Assert.Empty(await LiveAsync(database));
    }

    /// <summary>The three example files of the domain reference, 1.5 to 1.7.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task ExampleFiles_EndAsTheReferenceSays(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var counts = new List<SubmissionCounts>();
        foreach (var name in new[] { "complete.asap", "revise-and-void.asap", "zero-report.asap" })
        {
            var outcome = await database.Get<SubmissionService>().LoadAsync(RepositoryFiles.Path("data-samples", "asap", name));
            Assert.Equal(SubmissionResult.Accepted, outcome.Result);
            counts.Add(outcome.Counts);
        }

        Assert.Equal([(3, 3, 0, 0, 0), (2, 0, 1, 1, 0), (1, 0, 0, 0, 1)], counts.Select(c => (c.Read, c.Loaded, c.Revised, c.Voided, c.ZeroReports)));
        Assert.Equal(["700101 45", "700103 120"], await LiveAsync(database));
        await using var db = database.Open();
        var zero = await db.Set<ZeroReport>().SingleAsync();
        Assert.Equal((new DateOnly(2025, 1, 12), new DateOnly(2025, 1, 12)), (zero.FirstDay, zero.LastDay));
    }

    private static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));

    private static Task<TestDatabase> CreateAsync(StorageProvider provider, IngestionOptions? options = null) =>
        TestDatabase.CreateAsync(provider, services => services
            .AddSingleton<TimeProvider>(new StoppedClock(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)))
            .AddSingleton(options ?? new IngestionOptions()));

    private static string Text(params SentTransaction[] transactions) => Encoding.ASCII.GetString(SentFile.Of(transactions));

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, params SentTransaction[] transactions) =>
        LoadAsync(database, Text(transactions));

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, string file, string? submitter = null) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), "test", submitter: submitter);

    /// <summary>Prescription and quantity of the live dispensations.</summary>
    private static async Task<List<string>> LiveAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var live = await db.Set<Dispensation>().Where(d => d.ValidTo == null).Select(d => new { d.RxNumber, d.Quantity }).ToListAsync();
        return [.. live.Select(l => $"{l.RxNumber} {l.Quantity}").Order(StringComparer.Ordinal)];
    }

    /// <summary>A file that is another when it is read again.</summary>
    private sealed class ChangingStream(byte[] first, byte[] then) : Stream
    {
        private MemoryStream _bytes = new(first);

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => _bytes.Length;

        public override long Position
        {
            get => _bytes.Position;
            set => _bytes = new MemoryStream(then);
        }

        public override int Read(byte[] buffer, int offset, int count) => _bytes.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
