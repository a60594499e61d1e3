using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.IntegrationTests.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

public class IdentityDoubtServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Doubt_PartsTheRecordsOnceALeadSaysSo(StorageProvider provider)
    {
        await using var store = await WithAlertAsync(provider);
        var doubts = store.Database.Get<IdentityDoubtService>();
        Assert.Equal(RefusalReason.Incomplete, (await doubts.RaiseAsync(1, 1, 2, "another patient's record", "ana")).Refusal?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await doubts.RaiseAsync(1, 1, 1, "one record twice", "ana")).Refusal?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await doubts.RaiseAsync(1, 1, 3, " ", "ana")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await doubts.RaiseAsync(9, 1, 3, "no alert", "ana")).Refusal?.Reason);

        var raised = (await doubts.RaiseAsync(1, 3, 1, "Sisters.", "ana")).Value;
        Assert.Equal(RefusalReason.WrongState, (await doubts.RaiseAsync(1, 1, 3, "again", "ben")).Refusal?.Reason);
        Assert.Equal((1L, 3L), (raised.RecordA, raised.RecordB));
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        Assert.Null(await doubts.SettleAsync(raised.Id, part: true, "lea"));

        Assert.Equal([1, 2, 3], await store.PatientsAsync());
        Assert.Empty(await doubts.WaitingAsync());
        Assert.Equal(RefusalReason.WrongState, (await doubts.SettleAsync(raised.Id, part: false, "lea"))?.Reason);
        await using var db = store.Database.Open();
        var noted = await db.Set<AuditEvent>().Where(e => e.Subject == "alert:1" && e.Action.StartsWith("identity.")).OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal([("ana", "identity.doubted"), ("lea", "identity.parted")], noted.Select(e => (e.Actor, e.Action)));
        Assert.DoesNotContain(noted, e => e.Detail.Contains("Sisters", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Doubt_ThatALeadDoesNotShare_LeavesTheRecordsTogether(StorageProvider provider)
    {
        await using var store = await WithAlertAsync(provider);
        var doubts = store.Database.Get<IdentityDoubtService>();
        var raised = (await doubts.RaiseAsync(1, 1, 3, "Sisters.", "ana")).Value;

        Assert.Null(await doubts.SettleAsync(raised.Id, part: false, "lea"));

        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        Assert.Equal(IdentityDoubtState.Kept, (await doubts.FindAsync(raised.Id)).Value.State);
    }

    /// <summary>Records 1 and 3 are patient 1's, who has alert 1; record 2 is a stranger's.</summary>
    private static async Task<LinkedStore> WithAlertAsync(StorageProvider provider)
    {
        var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger, LinkedStore.Slip);
        await store.LinkAsync();
        await store.Database.Get<ReviewService>().PublishAsync([Findings.Judge(1, Findings.Of())], []);
        return store;
    }
}
