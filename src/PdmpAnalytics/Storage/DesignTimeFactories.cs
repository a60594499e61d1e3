using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace PdmpAnalytics.Storage;

/// <summary>For <c>dotnet ef</c> only: makes a SQLite context without a database.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqlitePdmpDbContext>
{
    public SqlitePdmpDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqlitePdmpDbContext>();
        DatabaseSetup.UseSqlite(builder, "Data Source=:memory:");
        return new SqlitePdmpDbContext(builder.Options);
    }
}

/// <summary>For <c>dotnet ef</c> only: makes a PostgreSQL context without a database.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresPdmpDbContext>
{
    public PostgresPdmpDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgresPdmpDbContext>();
        DatabaseSetup.UsePostgres(builder, "Host=localhost");
        return new PostgresPdmpDbContext(builder.Options);
    }
}
