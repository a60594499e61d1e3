using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public class LeaseServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeaseThatIsGivenBack_IsFreeAtOnce_UnderAHigherNumber(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        var leases = store.Database.Get<LeaseService>();
        long first;
        await using (var lease = (await leases.TakeAsync("one")).Value)
        {
            first = lease.Fence;
        }

        await using var next = (await leases.TakeAsync("two")).Value;

        Assert.Equal(first + 1, next.Fence);
    }

    /// <summary>As another machine sees a holder that is gone: it cannot look, so the end of the lease decides.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task LeaseThatIsNotRenewed_IsTakenOverAtItsEnd(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, TimeSpan.FromSeconds(1));
        await AbandonAsync(store, "elsewhere/1");

        await using var lease = (await store.Database.Get<LeaseService>().TakeAsync("night")).Value;

        Assert.Equal(8, lease.Fence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task OvertakenRun_CanCommitNothing(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        var audit = store.Database.Get<AuditLog>();
        await using (var lease = (await store.Database.Get<LeaseService>().TakeAsync("one")).Value)
        {
            using var writing = lease.Enter();
            await audit.AppendAsync(new AuditEntry("system", "test.before", "test", ""));
            await store.ExecuteAsync($"UPDATE run_leases SET fence = fence + 1");

            await Assert.ThrowsAsync<LeaseLostException>(() => audit.AppendAsync(new AuditEntry("system", "test.after", "test", "")));
        }

        await audit.AppendAsync(new AuditEntry("ana", "test.beside", "test", ""));
        await using var db = store.Database.Open();
        Assert.Equal(["test.before", "test.beside"], await db.Set<AuditEvent>().OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LeaseThatIsHeld_IsRenewedBeyondItsLength(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, TimeSpan.FromSeconds(1));
        await using var lease = (await store.Database.Get<LeaseService>().TakeAsync("one")).Value;

        // Waits until the end it sees, and sees it moved.
        var refused = await store.Database.Get<LeaseService>().TakeAsync("two");

        Assert.Equal(RefusalReason.WrongState, refused.Refusal?.Reason);
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public void OwnProcess_IsNotGone() => Assert.False(LeaseHolder.IsGone(LeaseHolder.Own()));

    /// <summary>On Linux; elsewhere nothing is known of other processes and the end of the lease decides.</summary>
    [Fact]
    public void ProcessWithThisIdButAnotherStart_IsGone() =>
        Assert.Equal(OperatingSystem.IsLinux(), LeaseHolder.IsGone(LeaseHolder.Own() + "0"));

    [Theory]
    [InlineData("")]
    [InlineData("elsewhere/1")]
    [InlineData("boot/pid:[1]/1/2")]
    public void HolderElsewhere_IsNotKnownToBeGone(string holder) => Assert.False(LeaseHolder.IsGone(holder));

    /// <summary>A lease of one second under number 7 whose holder renews no more.</summary>
    private static async Task AbandonAsync(NightStore store, string holder)
    {
        await (await store.Database.Get<LeaseService>().TakeAsync("gone")).Value.DisposeAsync();
        if (store.Database.Options.Provider == StorageProvider.Postgres)
        {
            await store.ExecuteAsync($"UPDATE run_leases SET fence = 7, holder = {holder}, expires_at = clock_timestamp() + interval '1 second'");
        }
        else
        {
            await store.ExecuteAsync($"UPDATE run_leases SET fence = 7, holder = {holder}, expires_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) + 1000");
        }
    }
}
