using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

public class LinkDecisionServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task MergeUndone_GivesTheIdBack_AndIsNotDoneAgain(StorageProvider provider)
    {
        await using var store = await LinkedAsync(provider);
        await store.ForgetMarksAsync();

        var change = (await store.UndoAsync(1)).Value;

        Assert.Equal([(LinkEventKind.Split, 1L, 3L, 1)], change.Moves);
        Assert.Equal([1, 2, 3], await store.PatientsAsync());
        Assert.Equal([1, 3], await store.ToJudgeAsync());
        Assert.True((await store.LinkAsync()).ChangedNothing);
        Assert.True((await store.LinkAsync(new LinkRequest(All: true))).ChangedNothing);
        Assert.Equal(RefusalReason.WrongState, (await store.UndoAsync(1)).Refusal?.Reason);
        Assert.Equal(change.DecisionId, (await store.JournalAsync())[0].UndoneByDecisionId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task UndoingTheUndo_MergesAgain(StorageProvider provider)
    {
        await using var store = await LinkedAsync(provider);
        await store.UndoAsync(1);

        Assert.Equal([(LinkEventKind.Merge, 3L, 1L, 1)], (await store.UndoAsync(2)).Value.Moves);

        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        Assert.True((await store.LinkAsync(new LinkRequest(All: true))).ChangedNothing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DecisionAgainstTheWeights_HoldsAtOnceAndFromScratch_UntilItIsWithdrawn(StorageProvider provider)
    {
        await using var store = await LinkedAsync(provider);

        var together = (await store.DecideAsync(2, 1, LinkVerdict.Same)).Value;
        Assert.Equal([1, 1], (await store.PatientsAsync()).Take(2));
        Assert.True((await store.LinkAsync(new LinkRequest(All: true))).ChangedNothing);
        Assert.Equal(RefusalReason.WrongState, (await store.DecideAsync(1, 2, LinkVerdict.Same)).Refusal?.Reason);

        Assert.Null((await store.Database.Get<LinkDecisionService>().WithdrawAsync(together.DecisionId, LinkedStore.Ana)).Refusal);
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DecisionsThatContradictEachOther_AreRefused_AndNothingChanges(StorageProvider provider)
    {
        await using var store = await LinkedAsync(provider);
        await store.DecideAsync(1, 3, LinkVerdict.Same);
        await store.DecideAsync(3, 2, LinkVerdict.Same);
        var before = await store.DumpAsync();

        var refusal = (await store.DecideAsync(1, 2, LinkVerdict.Different)).Refusal;

        Assert.Equal(RefusalReason.WrongState, refusal?.Reason);
        Assert.Equal(before, await store.DumpAsync());
        Assert.Equal(RefusalReason.NotFound, (await store.DecideAsync(1, 99, LinkVerdict.Same)).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await store.UndoAsync(99)).Refusal?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task DecisionIsReplacedByItsContrary(StorageProvider provider)
    {
        await using var store = await LinkedAsync(provider);
        await store.DecideAsync(1, 3, LinkVerdict.Different);
        Assert.Equal([1, 2, 3], await store.PatientsAsync());

        await store.DecideAsync(1, 3, LinkVerdict.Same);
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PatientsKeptApart_AreNotMergedByAFileWithEqualKeys(StorageProvider provider)
    {
        // Records 1 and 2 share the base key and nothing to join by; the third shares the id with one and the phone with the other.
        var first = CsvRow.Sound.With("patient_zip", "55402");
        var second = CsvRow.Sound.Rx("2").With("patient_id", "D777777").With("patient_zip", "55999").With("patient_phone", "6125550777");
        var third = CsvRow.Sound.Rx("3").With("patient_zip", "55111").With("patient_phone", "6125550777");
        await using var store = await LinkedStore.CreateAsync(provider, first, second);
        await store.LinkAsync();
        await store.DecideAsync(1, 2, LinkVerdict.Different);
        Assert.Equal([1, 2], await store.PatientsAsync());

        await store.LoadAsync(third);
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        await store.LinkAsync();
        Assert.NotEqual((await store.PatientsAsync())[0], (await store.PatientsAsync())[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task MergeByAFileWithEqualKeys_IsJournalledAndCanBeUndone(StorageProvider provider)
    {
        var second = CsvRow.Sound.Rx("2").With("patient_id", "D777777").With("patient_zip", "55999").With("patient_phone", "6125550777");
        var third = CsvRow.Sound.Rx("3").With("patient_zip", "55999");
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, second);
        Assert.Equal([1, 2], await store.PatientsAsync());
        await store.LoadAsync(third);
        Assert.Equal([1, 1, 1], await store.PatientsAsync());
        var entry = Assert.Single(await store.JournalAsync());
        Assert.Equal((LinkEventKind.Merge, LinkCause.ExactKeys), (entry.Kind, entry.Cause));
        await store.LinkAsync();

        await store.UndoAsync(entry.Id);

        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        Assert.True((await store.LinkAsync(new LinkRequest(All: true))).ChangedNothing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task MergesOfOneRunUndoneInAnyOrder_GiveEveryPatientBack(StorageProvider provider)
    {
        foreach (var order in new long[][] { [1, 2], [2, 1] })
        {
            await using var store = await LinkedStore.CreateAsync(
                provider, CsvRow.Sound, CsvRow.Sound.Rx("2").With("patient_last_name", "TESTPATIEMT"),
                CsvRow.Sound.Rx("3").With("patient_last_name", "TESTPATIENNT"));
            var before = await store.PatientsAsync();
            Assert.Equal(2, (await store.LinkAsync()).Merges);

            foreach (var entry in order)
            {
                var change = (await store.UndoAsync(entry)).Value;
                Assert.Equal(1, Assert.Single(change.Moves).Records);
            }

            Assert.Equal(before, await store.PatientsAsync());
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task UndoingADecidedMerge_ThatWeightsWouldDoAsWell_PartsTheRecordsAllTheSame(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger);
        await store.LinkAsync();
        await store.LoadAsync(LinkedStore.Slip);
        await store.DecideAsync(1, 3, LinkVerdict.Same);
        await store.LinkAsync(new LinkRequest(KeepModel: true));
        var merge = Assert.Single(await store.JournalAsync());

        var change = (await store.UndoAsync(merge.Id)).Value;

        Assert.Equal([(LinkEventKind.Split, 1L, 3L, 1)], change.Moves);
        Assert.Equal([1, 2, 3], await store.PatientsAsync());
        Assert.Equal(change.DecisionId, (await store.JournalAsync())[0].UndoneByDecisionId);
        Assert.True((await store.LinkAsync(new LinkRequest(All: true))).ChangedNothing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task UndoingADecidedSplit_JoinsTheRecords_ThoughWeightsWouldNot(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger);
        await store.LinkAsync();
        await store.DecideAsync(1, 2, LinkVerdict.Same);
        Assert.Null((await store.UndoAsync(1)).Refusal);
        Assert.Equal([1, 2], await store.PatientsAsync());
        var split = (await store.JournalAsync())[^1];
        Assert.Equal((LinkEventKind.Split, LinkCause.Decision), (split.Kind, split.Cause));

        Assert.Single((await store.UndoAsync(split.Id)).Value.Moves);

        Assert.Equal([1, 1], await store.PatientsAsync());
    }

    /// <summary>Records 1 and 3 are one person, 2 is a stranger; journal entry 1 is their merge.</summary>
    private static async Task<LinkedStore> LinkedAsync(StorageProvider provider)
    {
        var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger, LinkedStore.Slip);
        await store.LinkAsync();
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        return store;
    }
}
