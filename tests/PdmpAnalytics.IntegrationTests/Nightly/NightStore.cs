using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;

namespace PdmpAnalytics.IntegrationTests.Nightly;

/// <summary>A database with an inbox, and short words for running nights over them.</summary>
internal sealed class NightStore(TestDatabase database) : IAsyncDisposable
{
    public TestDatabase Database => database;

    public string Inbox { get; } = Directory.CreateDirectory(Path.Combine(database.Folder, "inbox")).FullName;

    /// <param name="lease">Length of the lease; null for the default.</param>
    public static async Task<NightStore> CreateAsync(StorageProvider provider, TimeSpan? lease = null, StoppedClock? clock = null) =>
        new(await TestDatabase.CreateAsync(provider, services =>
        {
            if (lease is { } length)
            {
                services.AddSingleton(new NightlyOptions { Lease = length });
            }

            if (clock is not null)
            {
                services.AddSingleton<TimeProvider>(clock);
            }
        }));

    public async Task<NightsRun> RunAsync(DateOnly date, bool withInbox = true) =>
        (await database.Get<NightlyRunner>().RunAsync(new NightRequest(date, withInbox ? Inbox : null))).Value;

    public async Task<NightPage> PageAsync(DateOnly date) => (await database.Get<NightLedgerService>().FindAsync(date)).Value;

    /// <summary>Everything but the run log, times, and what is made of times: the hashes of the audit chain.</summary>
    public async Task<string> DumpAsync()
    {
        await using var db = database.Open();
        return await DatabaseDump.OfAsync(db, Keeps);
    }

    public async Task<string> TextOfAsync(FormattableString sql)
    {
        await using var db = database.Open();
        return Convert.ToString(await db.Database.SqlQuery<long>(sql).SingleAsync(), CultureInfo.InvariantCulture)!;
    }

    public async Task ExecuteAsync(FormattableString sql)
    {
        await using var db = database.Open();
        await db.Database.ExecuteSqlAsync(sql);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static bool Keeps(IReadOnlyProperty property) => (property.DeclaringType.ClrType, property.Name) switch
    {
        (var type, _) when type == typeof(NightlyAttempt) || type == typeof(NightlyStep) => false,
        (var type, nameof(AuditEvent.Hash) or nameof(AuditEvent.PreviousHash)) when type == typeof(AuditEvent) => false,
        (var type, nameof(AuditHead.Hash)) when type == typeof(AuditHead) => false,
        // Given by the database, which does not give the number of what was rolled back again.
        (var type, nameof(RulesInUse.Id)) when type == typeof(RulesInUse) => false,
        _ => true,
    };
}
