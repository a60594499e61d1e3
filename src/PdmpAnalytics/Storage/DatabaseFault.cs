using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace PdmpAnalytics.Storage;

/// <summary>Finds the database's own fault: EF wraps it when a change is refused, and when it takes a fault for a passing one.</summary>
public static class DatabaseFault
{
    /// <summary>Null when the exception does not come from a database.</summary>
    public static DbException? Of(Exception exception) => exception switch
    {
        DbException fault => fault,
        DbUpdateException { InnerException: { } inner } => Of(inner),
        InvalidOperationException { InnerException: DbException inner } => inner,
        _ => null,
    };
}
