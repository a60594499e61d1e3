using System.Reflection;
using PdmpAnalytics.Storage;
using Xunit.Sdk;

namespace PdmpAnalytics.TestKit.Databases;

/// <summary>Gives a theory that takes a <see cref="StorageProvider"/> its case on SQLite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StorageProvider.Sqlite]];
}

/// <summary>
/// Gives a theory that takes a <see cref="StorageProvider"/> its case on PostgreSQL, on the server named by
/// <see cref="PostgresServer.Variable"/>. Without one the case is skipped, and fails where <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute()
    {
        if (PostgresServer.AdminConnectionString is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = $"No PostgreSQL: set {PostgresServer.Variable}, or run tests/run.sh.";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StorageProvider.Postgres]];
}
