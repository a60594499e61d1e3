using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Corrections;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Corrections;

public class RecordCorrectionServiceTests
{
    private const string Steward = "steward";

    /// <summary>An ASAP file whose first record has an impossible fill date and whose second is good.</summary>
    private const string Asap =
        """
        TH*4.2B*A1B2*01**20250111*083000*P**~~
        IS*5555550100*SAMPLE PHARMACY GROUP~
        PHA*1234567893*2400018*FP1234563*SAMPLE PHARMACY 1~
        PAT*******TESTPATIENT*ALICE****12 OAK AVE**ANYTOWN*MN*55402**19800214*F*01~
        DSP*00*700101*20250110*2*20251310*0*01*00093083301*60*30~
        PRE*1000000012*BS2048711***SMITH*JORDAN~
        DSP*00*700102*20250110*0*20250110*0*01*00093083401*30*15~
        PRE*1000000012*BS2048711***SMITH*JORDAN~
        TP*7~
        TT*A1B2*10~

        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task GoodCorrection_IsLoaded_AndClosesTheRecord(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "none")));

        var outcome = await ResubmitAsync(database, 3, ("quantity", "45"));

        Assert.Equal(SubmissionResult.Accepted, outcome.Value.Result);
        Assert.Empty(await ToCorrectAsync(database));
        await using var db = database.Open();
        Assert.Equal(45, (await db.Set<Dispensation>().SingleAsync(d => d.RxNumber == "700102")).Quantity);
        var closed = await db.Set<RejectedRecord>().SingleAsync();
        Assert.Equal((RejectedRecordState.Resubmitted, outcome.Value.SubmissionId, 0), (closed.State, closed.ClosedBySubmissionId, closed.Content.Length));
        var audited = await db.Set<AuditEvent>().SingleAsync();
        Assert.Equal((Steward, "record.resubmitted", "submission:1", "record=3 fields=quantity"), (audited.Actor, audited.Action, audited.Subject, audited.Detail));
        Assert.Equal(RefusalReason.WrongState, (await ResubmitAsync(database, 3)).Refusal!.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AsapRecord_IsCorrectedAsATransactionOfItsOwn(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Asap);

        var bad = await ResubmitAsync(database, 5, ("DSP05", "20250230"));
        var good = await ResubmitAsync(database, 5, ("DSP05", "20250110"));

        Assert.Equal((SubmissionResult.Rejected, SubmissionResult.Accepted), (bad.Value.Result, good.Value.Result));
        await using var db = database.Open();
        Assert.Equal(["700101", "700102"], await db.Set<Dispensation>().Where(d => d.ValidTo == null).Select(d => d.RxNumber).Order().ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task CorrectionThatIsStillBad_LeavesTheRecordOpen(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "none")));

        var outcome = await ResubmitAsync(database, 3, ("quantity", "0"));

        Assert.True(outcome.Value.IsRefusal);
        Assert.Contains(SubmissionErrorCode.QuantityInvalid, outcome.Value.FaultCounts.Keys);
        var record = Assert.Single(await ToCorrectAsync(database));
        Assert.Equal((1, 3, RejectedRecordState.Open), (record.SubmissionId, record.Line, record.State));
    }

    /// <summary>The file with the rejected record comes after the newer report, which so did not close it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task CorrectionOfWhatANewerReportReplaced_IsRefused(StorageProvider provider)
    {
        var older = Asap.Replace("20251310", "20250110", StringComparison.Ordinal).Replace("*60*30~", "*60*0~", StringComparison.Ordinal);
        var revision = Asap.Replace("A1B2", "C3", StringComparison.Ordinal).Replace("20250111*08", "20250112*08", StringComparison.Ordinal)
            .Replace("20251310", "20250110", StringComparison.Ordinal).Replace("DSP*00*700101", "DSP*01*700101", StringComparison.Ordinal);
        foreach (var (newer, quantity) in new[] { (revision, (double?)60), (revision.Replace("DSP*01*700101", "DSP*02*700101", StringComparison.Ordinal), null) })
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            await LoadAsync(database, newer);
            await LoadAsync(database, older);

            var outcome = await ResubmitAsync(database, 2, 5, ("DSP10", "20"), ("DSP01", "01"), ("DSP09", "90"));

            Assert.Equal(RefusalReason.WrongState, outcome.Refusal!.Reason);
            await using var db = database.Open();
            Assert.Equal(quantity, (await db.Set<Dispensation>().SingleOrDefaultAsync(d => d.RxNumber == "700101" && d.ValidTo == null))?.Quantity);
            Assert.Equal(2, await db.Set<Submission>().CountAsync());
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task CorrectionThatTheStoreTurnsDown_IsNotListedTwice(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.With("quantity", "none")));

        var taken = await ResubmitAsync(database, 3, ("quantity", "45"));
        var open = await ToCorrectAsync(database);
        var revised = await ResubmitAsync(database, 3, ("quantity", "45"), ("report_status", "01"));

        Assert.Contains(SubmissionErrorCode.KeyExists, taken.Value.FaultCounts.Keys);
        Assert.Equal([(1, 3)], open.Select(r => (r.SubmissionId, r.Line)));
        Assert.Equal(1, revised.Value.Counts.Revised);
        Assert.Empty(await ToCorrectAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task GoodRecordInALaterFile_TakesItOffTheList(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "none")));

        await LoadAsync(database, CsvRow.File(CsvRow.Sound.Rx("700102").With("quantity", "45")));

        Assert.Empty(await ToCorrectAsync(database));
        var closed = Assert.Single(await database.Get<SubmissionWorkbenchService>()
            .RecordsAsync(new FaultyRecordFilter { SubmissionId = 1, OnlyOpen = false }).ToListAsync());
        Assert.Equal((RejectedRecordState.Replaced, 2), (closed.State, closed.ClosedBySubmissionId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ProcessKilledBeforeClosing_NextTryCloses(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("rx_number", "")));
        byte[] content;
        await using (var db = database.Open())
        {
            content = (await db.Set<RejectedRecord>().SingleAsync()).Content;
        }

        await ResubmitAsync(database, 3, ("rx_number", "700103"));
        await using (var db = database.Open())
        {
            await db.Set<RejectedRecord>().ExecuteUpdateAsync(set => set
                .SetProperty(r => r.State, RejectedRecordState.Open).SetProperty(r => r.Content, content));
        }

        var again = await ResubmitAsync(database, 3, ("rx_number", "700103"));

        Assert.Equal(SubmissionResult.AlreadyLoaded, again.Value.Result);
        Assert.Empty(await ToCorrectAsync(database));
        await using var after = database.Open();
        Assert.Equal(2, await after.Set<Dispensation>().CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Revealing_ShowsFaultyFields_AfterAnAuditEvent(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "none"), CsvRow.Sound.Rx("")));
        var workbench = database.Get<SubmissionWorkbenchService>();

        var hidden = await workbench.RecordsAsync(new FaultyRecordFilter()).ToListAsync();
        var shown = await database.Get<RecordCorrectionService>().RevealAsync(workbench.RecordsAsync(new FaultyRecordFilter()), Steward).ToListAsync();

        Assert.All(hidden.SelectMany(r => r.Faults), fault => Assert.Null(fault.AsSent));
        Assert.Equal(["quantity none", "rx_number "], shown.SelectMany(r => r.Faults).Select(f => $"{f.Field} {f.AsSent}"));
        await using var db = database.Open();
        await ResubmitAsync(database, 3, ("quantity", "45"));
        await ResubmitAsync(database, 4, ("rx_number", "700103"));
        await database.Get<RecordCorrectionService>().RevealAsync(workbench.RecordsAsync(new FaultyRecordFilter { OnlyOpen = false }), Steward).ToListAsync();
        // Of records that are closed there is nothing left to show, and nothing shown leaves no event.
        var audited = await db.Set<AuditEvent>().SingleAsync(e => e.Action == "record.revealed");
        Assert.Equal(("record.revealed", "submission:1", "records=3,4"), (audited.Action, audited.Subject, audited.Detail));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WithoutTheKey_NothingIsCorrectedHere_AndReportsSaySo(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "none")));
        await File.WriteAllTextAsync(TestDatabase.KeyFile(database.Folder), Convert.ToBase64String(new byte[32]));
        var later = Reopened(database);

        var refusal = await Assert.ThrowsAsync<RecordVaultException>(
            () => later.Corrections.ResubmitAsync(1, 3, [new FieldCorrection("quantity", "45")], Steward));
        var report = (await later.Reports.FindAsync(1)).Value;

        Assert.Contains("sent again", refusal.Message);
        Assert.Contains("sent again", report.QuotesMissing);
        Assert.Contains("E110 FR  quantity", SubmissionReportText.Of(report));
        Assert.Single(await ToCorrectAsync(database));
    }

    [Theory, OnSqlite]
    public async Task UnknownRecord_IsRefused(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(CsvRow.Sound));

        Assert.Equal(RefusalReason.NotFound, (await ResubmitAsync(database, 2)).Refusal!.Reason);
        Assert.Equal(RefusalReason.NotFound, (await database.Get<SubmissionReportService>().FindAsync(9)).Refusal!.Reason);
    }

    /// <summary>The services as the next process has them, which reads the key file anew.</summary>
    private static NextProcess Reopened(TestDatabase database)
    {
        var vault = new RecordVault(new RecordVaultKey(TestDatabase.KeyFile(database.Folder)));
        var contexts = database.Get<IDbContextFactory<PdmpDbContext>>();
        return new NextProcess(
            new RecordCorrectionService(contexts, vault, database.Get<SubmissionService>(), database.Get<AuditLog>(), TimeProvider.System),
            new SubmissionReportService(contexts, vault));
    }

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, string file) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), "test");

    private static Task<Result<SubmissionOutcome>> ResubmitAsync(TestDatabase database, int line, params (string Field, string Value)[] corrections) =>
        ResubmitAsync(database, 1, line, corrections);

    private static Task<Result<SubmissionOutcome>> ResubmitAsync(
        TestDatabase database, int submission, int line, params (string Field, string Value)[] corrections) =>
        database.Get<RecordCorrectionService>().ResubmitAsync(submission, line, [.. corrections.Select(c => new FieldCorrection(c.Field, c.Value))], Steward);

    private static async Task<List<FaultyRecord>> ToCorrectAsync(TestDatabase database) =>
        await database.Get<SubmissionWorkbenchService>().RecordsAsync(new FaultyRecordFilter()).ToListAsync();

    private sealed record NextProcess(RecordCorrectionService Corrections, SubmissionReportService Reports);
}
