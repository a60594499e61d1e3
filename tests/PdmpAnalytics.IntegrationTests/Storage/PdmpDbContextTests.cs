using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Storage;

public class PdmpDbContextTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task FirstUse_SchemaIsThereAndEqualsTheModel(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.Empty(await db.Set<Dispensation>().ToListAsync());
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: regenerate the migrations (Storage/README.md).");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Theory, OnPostgres]
    public async Task PostgresWithoutSchema_SaysWhatToRun(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);

        var refused = Assert.Throws<StorageNotReadyException>(database.Open);

        Assert.Contains("pdmp migrate", refused.Message, StringComparison.Ordinal);
        await database.Get<StorageMigration>().MigrateAsync();
        await using var db = database.Open();
        Assert.Empty(await db.Set<Dispensation>().ToListAsync());
    }

    [Fact]
    public async Task Sqlite_LargeTablesLieInKeyOrder()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await using var db = database.Open();

        var sql = await db.Database
            .SqlQuery<string>($"SELECT sql AS Value FROM sqlite_master WHERE name IN ('dispensations', 'dispensation_keys')")
            .ToListAsync();

        Assert.Equal(2, sql.Count);
        Assert.All(sql, statement => Assert.EndsWith("WITHOUT ROWID", statement, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sqlite_TwoProcessesAtOnce_MigrateOnce()
    {
        await using var first = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        var factories = Enumerable.Range(0, 4).Select(_ => new PdmpDbContextFactory(first.Options)).ToList();

        await Parallel.ForEachAsync(factories, async (factory, cancellation) =>
        {
            await using var db = factory.CreateDbContext();
            Assert.Equal(0, await db.Set<Dispensation>().CountAsync(cancellation));
        });
    }
}
