using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PdmpAnalytics.Storage;

/// <summary>The right to write that a run has until another takes the lease over.</summary>
/// <param name="Lease">Name of the lease.</param>
/// <param name="Fence">Number of the taking; each taking has a higher one.</param>
internal sealed record WriteRight(string Lease, long Fence);

/// <summary>Another run took the lease over; what this one was about to commit is not in the store.</summary>
public sealed class LeaseLostException() : Exception("The lease was taken over by another run.");

/// <summary>
/// Keeps a run that lost its lease from committing anything: a process that slept through the end of its lease does not know
/// that another has taken over. Every transaction begun under <see cref="Enter"/> renews the lease as its last statement, and is
/// rolled back when the lease is no longer its own. Transactions of anybody else in the process are not touched.
/// </summary>
internal sealed class CommitFence : DbTransactionInterceptor
{
    /// <summary>Follows the calls of one run, not the process: beside a night the web host serves people.</summary>
    private static readonly AsyncLocal<WriteRight?> Right = new();

    public static CommitFence Instance { get; } = new();

    /// <summary>The one clock that all machines share: the database's, as an instant the lease can be compared with.</summary>
    public static string Now(DbConnection connection) =>
        connection is SqliteConnection ? "CAST(unixepoch('subsec') * 1000 AS INTEGER)" : "clock_timestamp()";

    /// <summary>An instant so many seconds (a column or parameter) from now.</summary>
    public static string Ahead(DbConnection connection, string seconds) => connection is SqliteConnection
        ? $"CAST(unixepoch('subsec') * 1000 + {seconds} * 1000 AS INTEGER)"
        : $"clock_timestamp() + make_interval(secs => {seconds})";

    /// <summary>What the caller and all it calls commit from here on needs the lease. To be disposed in the same method.</summary>
    public static IDisposable Enter(WriteRight right) => new Scope(right);

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (Right.Value is { } right)
        {
            await using var renewal = Renewal(transaction.Connection!, transaction, right);
            Require(await renewal.ExecuteNonQueryAsync(cancellationToken));
        }

        return result;
    }

    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        if (Right.Value is { } right)
        {
            using var renewal = Renewal(transaction.Connection!, transaction, right);
            Require(renewal.ExecuteNonQuery());
        }

        return result;
    }

    /// <summary>Moves the end of a lease on, if it is still held under this number: changes one row or none.</summary>
    public static DbCommand Renewal(DbConnection connection, DbTransaction? transaction, WriteRight right) =>
        ToEnd(Ahead(connection, "lasts_seconds"), connection, transaction, right);

    /// <summary>Ends a lease now, if it is still held under this number.</summary>
    public static DbCommand Return(DbConnection connection, WriteRight right) => ToEnd(Now(connection), connection, transaction: null, right);

    private static DbCommand ToEnd(string instant, DbConnection connection, DbTransaction? transaction, WriteRight right)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"UPDATE run_leases SET expires_at = {instant} WHERE name = @name AND fence = @fence";
        Add(command, "name", right.Lease);
        Add(command, "fence", right.Fence);
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static void Require(int rows)
    {
        if (rows == 0)
        {
            throw new LeaseLostException();
        }
    }

    private sealed class Scope : IDisposable
    {
        private readonly WriteRight? _before;

        public Scope(WriteRight right) => (_before, Right.Value) = (Right.Value, right);

        public void Dispose() => Right.Value = _before;
    }
}
