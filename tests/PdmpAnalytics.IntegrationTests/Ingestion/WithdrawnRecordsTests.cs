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

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>What a void file (TH03 = 04) does to the rejected records of its target, and to what corrected them.</summary>
public class WithdrawnRecordsTests
{
    private const int FaultyRx = 2;

    /// <summary>Random sequences, and how many files and corrections each has.</summary>
    private const int Sequences = 40;
    private const int Arrivals = 7;

    /// <summary>One good record and one whose fill date is no date.</summary>
    private static readonly SentTransaction Target = new(0, "A", [new(1, ReportStatus.New, 0), new(FaultyRx, ReportStatus.New, 0)]);
    private static readonly SentTransaction Withdrawal = new(2, "A", []);

    /// <summary>T the target, V its void, C the correction of its rejected record, tried as soon as there is one.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFile_EndsAlikeWheneverTheCorrectionIsTried(StorageProvider provider)
    {
        foreach (var order in new[] { "TCV", "TVC", "VTC" })
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            Refusal? refusal = null;
            var record = (Submission: 0, Line: 0);
            foreach (var step in order)
            {
                switch (step)
                {
                    case 'T':
                        var loaded = await LoadAsync(database, Faulty(Target));
                        Assert.Equal((1, 1), (loaded.Counts.Loaded, loaded.Counts.Rejected));
                        record = (loaded.SubmissionId!.Value, loaded.Faults.Single(f => f.Code == SubmissionErrorCode.DateInvalid).Line);
                        break;
                    case 'V':
                        await LoadAsync(database, Text(Withdrawal));
                        break;
                    default:
                        refusal = (await CorrectAsync(database, record.Submission, record.Line)).Refusal;
                        break;
                }
            }

            Assert.Equal(order == "TCV" ? null : RefusalReason.WrongState, refusal?.Reason);
            Assert.True(order == "TCV" || refusal!.Message.Contains("withdrawn with its whole transaction", StringComparison.Ordinal));
            Assert.Empty(await LiveAsync(database));
            await using var db = database.Open();
            var kept = await db.Set<RejectedRecord>().SingleAsync();
            Assert.Equal((RejectedRecordState.Withdrawn, 0), (kept.State, kept.Content.Length));
            Assert.Equal(order.IndexOf('V', StringComparison.Ordinal) + 1, kept.ClosedBySubmissionId);
            Assert.Equal(0, await database.Get<SubmissionWorkbenchService>().CountRecordsAsync(new FaultyRecordFilter()));
        }
    }

    /// <summary>The correction is made after the void was: it is the same report, sent again by the programme, and goes all the same.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFile_CountsTheCorrectionThatGoes_AndLeavesWhatReplacedOne(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var faulty = Faulty(Target with { Reports = [.. Target.Reports, new SentReport(3, ReportStatus.New, 0)] }, FaultyRx, 3);
        var lines = (await LoadAsync(database, faulty)).Faults.Where(f => f.Code == SubmissionErrorCode.DateInvalid).Select(f => f.Line).ToList();
        Assert.Null((await CorrectAsync(database, 1, lines[0])).Refusal);
        await LoadAsync(database, Text(new SentTransaction(1, "B", [new SentReport(3, ReportStatus.New, 0)])));

        var outcome = await LoadAsync(database, Text(Withdrawal));

        Assert.Equal((SubmissionResult.Accepted, 2), (outcome.Result, outcome.Counts.Withdrawn));
        Assert.Equal(["3"], await LiveAsync(database));
        await using var db = database.Open();
        Assert.Equal(
            [RejectedRecordState.Withdrawn, RejectedRecordState.Replaced],
            await db.Set<RejectedRecord>().OrderBy(r => r.Line).Select(r => r.State).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFile_ClosesTheRecordsOfCopiesToo_ThatCameBeforeAndAfter(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Faulty(Target));
        await LoadAsync(database, Faulty(Target, FaultyRx) + Text(new SentTransaction(1, "B", [new SentReport(5, ReportStatus.New, 0)])));
        await LoadAsync(database, Text(Withdrawal));
        await LoadAsync(database, Text(new SentTransaction(1, "C", [new SentReport(6, ReportStatus.New, 0)])) + Faulty(Target));

        await using var db = database.Open();
        Assert.Equal(
            [RejectedRecordState.Withdrawn, RejectedRecordState.Withdrawn, RejectedRecordState.Withdrawn],
            await db.Set<RejectedRecord>().Select(r => r.State).ToListAsync());
        Assert.Equal(["5", "6"], await LiveAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFileThatChangesNothing_SaysSo(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Faulty(Target with { Second = 3 }));

        var early = await LoadAsync(database, Text(Withdrawal));
        var inTime = await LoadAsync(database, Text(Withdrawal with { Second = 4 }));
        var again = await LoadAsync(database, Text(Withdrawal with { Second = 5 }));

        var note = new SubmissionFault(1, "TH02", SubmissionErrorCode.VoidFileWithoutEffect);
        Assert.Equal([note], early.Faults);
        Assert.Equal((0, 1), (inTime.Faults.Count, inTime.Counts.Withdrawn));
        Assert.Equal([note], again.Faults);
        Assert.All([early, inTime, again], outcome => Assert.Equal(SubmissionResult.Accepted, outcome.Result));
        Assert.Contains("E935 W   TH02", SubmissionReportText.Of((await database.Get<SubmissionReportService>().FindAsync(2)).Value), StringComparison.Ordinal);
    }

    /// <summary>A void file of nothing but rejected records has an effect: they need no correction any more.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task VoidFileOfRejectedRecordsAlone_IsNotWithoutEffect(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Text(new SentTransaction(0, "O", [new SentReport(9, ReportStatus.New, 0)])));
        await LoadAsync(database, Text(new SentTransaction(1, "A", [new SentReport(9, ReportStatus.New, 1)])));

        var outcome = await LoadAsync(database, Text(Withdrawal));

        Assert.Empty(outcome.Faults);
        Assert.Equal(["9"], await LiveAsync(database));
    }

    /// <summary>The revision was made after the original, whose file comes late: what waits to be corrected is still to be done.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task OriginalThatComesLate_LeavesItsFaultyRevisionToBeCorrected(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Faulty(new SentTransaction(5, "B", [new(1, ReportStatus.New, 0), new(FaultyRx, ReportStatus.Revise, 1)])));

        await LoadAsync(database, Text(new SentTransaction(1, "A", [new(FaultyRx, ReportStatus.New, 0)])));
        Assert.Equal(1, await database.Get<SubmissionWorkbenchService>().CountRecordsAsync(new FaultyRecordFilter()));
        await LoadAsync(database, Text(new SentTransaction(6, "C", [new(FaultyRx, ReportStatus.Revise, 1)])));

        Assert.Equal(0, await database.Get<SubmissionWorkbenchService>().CountRecordsAsync(new FaultyRecordFilter()));
        Assert.Equal(["1", $"{FaultyRx}"], await LiveAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task CorrectionThatIsNotTaken_LeavesItsAuditEventAlone(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var line = (await LoadAsync(database, Faulty(Target))).Faults.Single(f => f.Code == SubmissionErrorCode.DateInvalid).Line;

        var bad = await CorrectAsync(database, 1, line, "20251310");
        var taken = await database.Get<RecordCorrectionService>().ResubmitAsync(
            1, line, [new FieldCorrection("DSP05", "20250110"), new FieldCorrection("DSP02", "1"), new FieldCorrection("DSP10", "29")], "steward");

        Assert.Equal((SubmissionResult.Rejected, SubmissionResult.AcceptedInPart), (bad.Value.Result, taken.Value.Result));
        Assert.Contains(SubmissionErrorCode.KeyExists, taken.Value.FaultCounts.Keys);
        Assert.Null(bad.Value.SubmissionId ?? taken.Value.SubmissionId);
        await using var db = database.Open();
        Assert.Equal((1, 1, 2), (await db.Set<Submission>().CountAsync(), await db.Set<RejectedRecord>().CountAsync(), await db.Set<AuditEvent>().CountAsync()));
        Assert.Equal(["1"], await LiveAsync(database));
    }

    /// <summary>
    /// The transaction, copies of it, its voids and corrections in random order and with random times, against a plain reading: it
    /// is withdrawn when any void comes after its first arrival in effective order, and then nothing of it is live or open.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task RandomOrders_EndAsAPlainReadingSays(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var random = new Random(20261122);
        var (expected, stillOpen, corrections, refusals) = (new List<string>(), 0, 0, 0);
        for (var n = 0; n < Sequences; n++)
        {
            var (good, faulty) = (1000 + 2 * n, 1001 + 2 * n);
            var sent = new SentTransaction(random.Next(3), $"R{n}", [new(good, ReportStatus.New, 0), new(faulty, ReportStatus.New, 0)]);
            var (isCorrected, first) = (false, ((int Second, int Arrival)?)null);
            var voids = new Dictionary<int, int>();
            var records = new List<(int Submission, int Line)>();
            var open = new HashSet<(int Submission, int Line)>();
            for (var arrival = 0; arrival < Arrivals; arrival++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        var second = random.Next(4);
                        await LoadAsync(database, Text(new SentTransaction(second, sent.ControlNumber, [])));
                        voids.TryAdd(second, arrival);
                        break;
                    case 1 or 2:
                        var other = new SentTransaction(0, $"F{n}-{arrival}", [new SentReport(100_000 + n * Arrivals + arrival, ReportStatus.New, 0)]);
                        var loaded = await LoadAsync(database, Faulty(sent, faulty) + Text(other));
                        first ??= (sent.Second, arrival);
                        records.Add((loaded.SubmissionId!.Value, loaded.Faults.Single(f => f.Code == SubmissionErrorCode.DateInvalid).Line));
                        open.Add(records[^1]);
                        expected.Add($"{other.Reports[0].Rx}");
                        break;
                    case 3 when records.Count > 0:
                        var record = records[random.Next(records.Count)];
                        var refusal = (await CorrectAsync(database, record.Submission, record.Line)).Refusal;
                        Assert.Equal(open.Contains(record), refusal is null);
                        isCorrected |= refusal is null;
                        corrections += refusal is null ? 1 : 0;
                        refusals += refusal is null ? 0 : 1;
                        // A good record takes the place of every one that was rejected before it.
                        open.RemoveWhere(_ => refusal is null);
                        break;
                }

                open.RemoveWhere(_ => IsWithdrawn());
            }

            if (first is not null && !IsWithdrawn())
            {
                expected.Add($"{good}");
                expected.AddRange(isCorrected ? [$"{faulty}"] : []);
            }

            stillOpen += open.Count;

            bool IsWithdrawn() => first is { } sentFirst && voids.Any(v => (v.Key, v.Value).CompareTo(sentFirst) > 0);
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), (await LiveAsync(database)).Order(StringComparer.Ordinal));
        Assert.Equal(stillOpen, await database.Get<SubmissionWorkbenchService>().CountRecordsAsync(new FaultyRecordFilter()));
        Assert.True(corrections > Sequences / 4 && refusals > Sequences / 4 && stillOpen > 0, $"{corrections} {refusals} {stillOpen}");
    }

    private static Task<Result<SubmissionOutcome>> CorrectAsync(TestDatabase database, int submission, int line, string filledOn = "20250110") =>
        database.Get<RecordCorrectionService>().ResubmitAsync(submission, line, [new FieldCorrection("DSP05", filledOn)], "steward");

    private static string Text(SentTransaction transaction) => Encoding.ASCII.GetString(SentFile.Of(transaction));

    private static string Faulty(SentTransaction transaction) => Faulty(transaction, FaultyRx);

    private static string Faulty(SentTransaction transaction, params int[] rxNumbers) => rxNumbers.Aggregate(
        Text(transaction), (text, rx) => text.Replace($"*{rx}*20250110*2*20250110*", $"*{rx}*20250110*2*20251310*", StringComparison.Ordinal));

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, string file) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), "test");

    /// <summary>Prescription numbers of the live dispensations.</summary>
    private static async Task<List<string>> LiveAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Set<Dispensation>().Where(d => d.ValidTo == null).Select(d => d.RxNumber).Order().ToListAsync();
    }
}
