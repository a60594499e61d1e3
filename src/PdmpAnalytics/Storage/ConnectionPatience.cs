using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Lets one context wait only so long for other writers: what somebody at a counter waits for is given up sooner than what a night writes.
/// Taken back when it is disposed, because contexts and connections are used again.
/// </summary>
internal sealed class ConnectionPatience : IDisposable
{
    private readonly SqliteConnection? _sqlite;
    private readonly int _before;

    private ConnectionPatience(SqliteConnection? sqlite, int before) => (_sqlite, _before) = (sqlite, before);

    /// <summary>Opens the connection. PostgreSQL waits as long as a command may run; SQLite has a wait of its own.</summary>
    public static async Task<ConnectionPatience> LimitAsync(PdmpDbContext db, TimeSpan patience, CancellationToken cancellation)
    {
        var seconds = (int)Math.Ceiling(patience.TotalSeconds);
        db.Database.SetCommandTimeout(seconds);
        if (db.Database.GetDbConnection() is not SqliteConnection sqlite)
        {
            return new ConnectionPatience(null, 0);
        }

        var before = sqlite.DefaultTimeout;
        await db.Database.OpenConnectionAsync(cancellation);
        sqlite.DefaultTimeout = seconds;
        await SetBusyTimeoutAsync(sqlite, patience, cancellation);
        return new ConnectionPatience(sqlite, before);
    }

    /// <summary>The next opening sets the database's own wait again (<see cref="SqlitePragmas"/>).</summary>
    public void Dispose()
    {
        if (_sqlite is not null)
        {
            _sqlite.DefaultTimeout = _before;
        }
    }

    private static async Task SetBusyTimeoutAsync(SqliteConnection sqlite, TimeSpan patience, CancellationToken cancellation)
    {
        await using var command = sqlite.CreateCommand();
#pragma warning disable CA2100 // A whole number; a pragma takes no parameter.
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)patience.TotalMilliseconds}");
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
