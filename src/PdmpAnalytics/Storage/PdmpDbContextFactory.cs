using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Hands out pooled contexts of the configured database. The first one makes sure the schema is there: SQLite is migrated,
/// PostgreSQL only checked (<see cref="StorageNotReadyException"/>), because the running role may not change it.
/// </summary>
internal sealed class PdmpDbContextFactory : IDbContextFactory<PdmpDbContext>
{
    private readonly Lock _setup = new();
    private readonly StorageOptions _options;
    private readonly PooledDbContextFactory<SqlitePdmpDbContext>? _sqlite;
    private readonly PooledDbContextFactory<PostgresPdmpDbContext>? _postgres;
    private volatile bool _ready;

    public PdmpDbContextFactory(StorageOptions options)
    {
        _options = options;
        switch (options.Provider)
        {
            case StorageProvider.Sqlite:
                var sqlite = new DbContextOptionsBuilder<SqlitePdmpDbContext>();
                DatabaseSetup.UseSqlite(sqlite, options.ConnectionString);
                _sqlite = new(sqlite.Options);
                break;
            case StorageProvider.Postgres:
                var postgres = new DbContextOptionsBuilder<PostgresPdmpDbContext>();
                DatabaseSetup.UsePostgres(postgres, options.ConnectionString);
                _postgres = new(postgres.Options);
                break;
        }
    }

    public PdmpDbContext CreateDbContext()
    {
        if (!_ready)
        {
            lock (_setup)
            {
                if (!_ready)
                {
                    MakeReady();
                    _ready = true;
                }
            }
        }

        return Create();
    }

    /// <summary>Brings the database to this program's schema, PostgreSQL too: the operator's <c>migrate</c> command.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (_options.Provider == StorageProvider.Sqlite)
        {
            MakeReady();
            return;
        }

        await using var db = Create();
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>
    /// Brings PostgreSQL to the schema after one migration and takes back those that came later; what only they could hold is lost.
    /// </summary>
    /// <returns>Refused on SQLite, and for a migration that this program does not know.</returns>
    public async Task<Result<string>> MigrateToAsync(string migration, CancellationToken cancellationToken)
    {
        if (_options.Provider == StorageProvider.Sqlite)
        {
            return new Refusal(RefusalReason.NotAllowed, "A SQLite database is taken back by restoring a copy of its file.");
        }

        await using var db = Create();
        if (!db.Database.GetMigrations().Contains(migration, StringComparer.Ordinal))
        {
            return new Refusal(RefusalReason.NotFound, $"There is no migration {migration}; pdmp migrate --list names them.");
        }

        await db.Database.MigrateAsync(migration, cancellationToken);
        return migration;
    }

    /// <summary>This program's migrations, oldest first.</summary>
    public IReadOnlyList<string> Migrations()
    {
        using var db = Create();
        return [.. db.Database.GetMigrations()];
    }

    private PdmpDbContext Create() => _sqlite is not null ? _sqlite.CreateDbContext() : _postgres!.CreateDbContext();

    private void MakeReady()
    {
        using var db = Create();
        switch (db)
        {
            case SqlitePdmpDbContext sqlite:
                DatabaseSetup.MigrateSqlite(sqlite);
                break;
            case PostgresPdmpDbContext postgres:
                DatabaseSetup.RequireMigrated(postgres);
                break;
        }
    }
}
