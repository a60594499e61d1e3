namespace PdmpAnalytics.Storage;

/// <summary>The operator's <c>migrate</c>: the only way a PostgreSQL database gets its schema.</summary>
public sealed class StorageMigration
{
    private readonly PdmpDbContextFactory _factory;

    internal StorageMigration(PdmpDbContextFactory factory) => _factory = factory;

    /// <summary>Applies every missing migration; does nothing when there is none.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken = default) => _factory.MigrateAsync(cancellationToken);
}
