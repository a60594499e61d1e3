using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Reference;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics;

/// <summary>Registers the library's services for a host.</summary>
public static class PdmpAnalyticsServices
{
    /// <summary>Everything the hosts call, over one database. Services are singletons; each call opens its own context.</summary>
    public static IServiceCollection AddPdmpAnalytics(this IServiceCollection services, StorageOptions storage)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(storage);
        services.AddSingleton(_ => new PdmpDbContextFactory(storage));
        services.AddSingleton<IDbContextFactory<PdmpDbContext>>(provider => provider.GetRequiredService<PdmpDbContextFactory>());
        services.AddSingleton<IBulkWriter>(_ => storage.Provider switch
        {
            StorageProvider.Postgres => new PostgresBulkWriter(),
            StorageProvider.Sqlite => new SqliteBulkWriter(),
        });
        services.AddSingleton(provider => new StorageMigration(provider.GetRequiredService<PdmpDbContextFactory>()));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<ReviewService>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<ReferenceImportService>();
        return services;
    }
}
