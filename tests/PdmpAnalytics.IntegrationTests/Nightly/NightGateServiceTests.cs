using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Synthetic;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

/// <summary>A night whose data look broken judges nobody until an operator lets it go on.</summary>
public class NightGateServiceTests
{
    private static readonly DateOnly Night = NightInbox.FirstNight;

    [Theory, OnSqlite, OnPostgres]
    public async Task BrokenNight_IsHeld_UntilReleased_AndNothingIsLost(StorageProvider provider)
    {
        await using var open = await StoreAsync(provider, new NightGate());
        await using var held = await StoreAsync(provider, new NightGate { RejectedShare = 0.01 });
        await open.RunAsync(Night);

        Assert.Equal(Night, (await held.RunAsync(Night)).Failed);
        Assert.Equal(Night, (await held.RunAsync(Night.AddDays(1))).Failed);

        var page = await held.PageAsync(Night);
        Assert.Equal((NightStepKind.Population, NightStepState.Failed), (page.Steps[^1].Kind, page.Steps[^1].State));
        Assert.Contains("Held, nobody was judged", page.Steps[^1].Fault, StringComparison.Ordinal);
        Assert.Contains("of the records were rejected", page.Night.HeldFor, StringComparison.Ordinal);
        await using var db = held.Database.Open();
        Assert.Equal(0, await db.Set<Alert>().CountAsync());
        Assert.Equal(0, await db.Set<PopulationTable>().CountAsync());

        var gate = held.Database.Get<NightGateService>();
        Assert.Null(await gate.ReleaseAsync(Night, "ana", "one submitter, known"));
        Assert.Equal(RefusalReason.WrongState, (await gate.ReleaseAsync(Night, "ana", "again"))?.Reason);
        Assert.Equal([Night], (await held.RunAsync(Night)).Done);

        await using var undisturbed = open.Database.Open();
        Assert.Equal(await undisturbed.Set<Alert>().CountAsync(), await db.Set<Alert>().CountAsync());
        var report = (await held.PageAsync(Night)).Report!;
        Assert.Equal("ana", report.Released?.ReleasedBy);
        Assert.Contains(report.ToLookAt, remark => remark.Contains("held and released by ana", StringComparison.Ordinal));
        Assert.True(await db.Set<AuditEvent>().AnyAsync(e => e.Action == "night.released"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Release_OfANightThatIsNotHeld_IsRefused(StorageProvider provider)
    {
        await using var store = await StoreAsync(provider, new NightGate());
        var gate = store.Database.Get<NightGateService>();

        Assert.Equal(RefusalReason.NotFound, (await gate.ReleaseAsync(Night, "ana", "why"))?.Reason);
        await store.RunAsync(Night, withInbox: false);
        Assert.Equal(RefusalReason.WrongState, (await gate.ReleaseAsync(Night, "ana", "why"))?.Reason);
    }

    /// <summary>The first night has nobody to be compared with; each later one keeps how its patients' features are distributed.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task LaterNight_KeepsItsProfile_Once(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        var files = NightInbox.Of(60, store.Database.Folder);
        files.Fill(store.Inbox, second: false);
        await store.RunAsync(Night);
        files.Fill(store.Inbox, second: true);
        await store.RunAsync(NightInbox.SecondNight);

        await using var db = store.Database.Open();
        var profile = await db.Set<NightProfile>().SingleAsync();
        Assert.Equal(NightInbox.SecondNight, profile.BusinessDate);
        Assert.True(profile.Patients > 0);
        Assert.Equal(profile.Patients, profile.Read().Counts[0].Sum());
    }

    /// <summary>A population of which every twentieth record states no day's supply and is rejected.</summary>
    private static async Task<NightStore> StoreAsync(StorageProvider provider, NightGate gate)
    {
        var store = new NightStore(await TestDatabase.CreateAsync(provider, services => services.AddSingleton(gate)));
        PopulationWriter.Write(new PopulationOptions { Patients = 200, Days = 365, Seed = 5 }, DrugCatalog.Shipped, store.Database.Folder);
        var lines = File.ReadAllLines(Path.Combine(store.Database.Folder, "dispensations.csv"));
        var days = Array.IndexOf(lines[0].Split(','), "days_supply");
        var spoilt = lines.Select((line, i) => i > 0 && i % 20 == 0 ? Without(line, days) : line);
        Directory.CreateDirectory(Path.Combine(store.Inbox, "acme"));
        File.WriteAllText(Path.Combine(store.Inbox, "acme", "year.csv"), string.Join('\n', spoilt) + "\n");
        return store;
    }

    private static string Without(string line, int column) => string.Join(',', line.Split(',').Select((value, i) => i == column ? "" : value));
}
