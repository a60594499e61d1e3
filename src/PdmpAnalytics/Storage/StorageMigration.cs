namespace PdmpAnalytics.Storage;

/// <summary>The operator's <c>migrate</c>: the only way a PostgreSQL database gets its schema.</summary>
public sealed class StorageMigration
{
    private readonly PdmpDbContextFactory _factory;

    internal StorageMigration(PdmpDbContextFactory factory) => _factory = factory;

    /// <summary>Applies every missing migration; does nothing when there is none.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken = default) => _factory.MigrateAsync(cancellationToken);

    /// <summary>The schema after one migration: later ones are taken back, with what only they could hold. PostgreSQL only.</summary>
    public Task<Result<string>> MigrateToAsync(string migration, CancellationToken cancellationToken = default) =>
        _factory.MigrateToAsync(migration, cancellationToken);

    /// <summary>This program's migrations, oldest first.</summary>
    public IReadOnlyList<string> List() => _factory.Migrations();
}
