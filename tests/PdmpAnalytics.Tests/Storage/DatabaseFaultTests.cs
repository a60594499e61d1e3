using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PdmpAnalytics.Storage;
using Xunit;

namespace PdmpAnalytics.Tests.Storage;

public class DatabaseFaultTests
{
    [Fact]
    public void FaultOfTheDatabase_IsFoundWhereEfPutsIt()
    {
        var fault = new NpgsqlException("gone");

        Assert.Same(fault, DatabaseFault.Of(fault));
        Assert.Same(fault, DatabaseFault.Of(new InvalidOperationException("likely transient", fault)));
        Assert.Same(fault, DatabaseFault.Of(new DbUpdateException("refused", new InvalidOperationException("likely transient", fault))));
        Assert.IsType<SqliteException>(DatabaseFault.Of(new DbUpdateException("refused", new SqliteException("full", 13))));
    }

    [Fact]
    public void OtherFault_IsNone()
    {
        Assert.Null(DatabaseFault.Of(new InvalidOperationException("a bug")));
        Assert.Null(DatabaseFault.Of(new IOException("full")));
    }
}
