using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.TestKit.Databases;

/// <summary>
/// All rows of all tables as text, in the order of their keys and in the same words on every database: equal stores have equal
/// dumps. Instants of receipt are left out, sealed content with its key's fingerprint, and who holds the lease, which are never the
/// same twice.
/// </summary>
public static class DatabaseDump
{
    /// <param name="keeps">False leaves a table's property out; a table without any is left out. Null keeps all.</param>
    public static async Task<string> OfAsync(PdmpDbContext db, Func<IReadOnlyProperty, bool>? keeps = null)
    {
        var text = new StringBuilder();
        foreach (var entity in db.Model.GetEntityTypes().OrderBy(e => e.GetTableName(), StringComparer.Ordinal))
        {
            var properties = entity.GetProperties()
                .Where(p => p.ClrType != typeof(DateTimeOffset) && p.ClrType != typeof(DateTimeOffset?) && !Varies(p) && keeps?.Invoke(p) != false)
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .ToList();
            if (properties.Count == 0)
            {
                continue;
            }

            text.Append("== ").AppendLine(entity.GetTableName());
            var rows = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!
                .MakeGenericMethod(entity.ClrType).Invoke(db, null)!;
            var lines = (await rows.AsNoTracking().ToListAsync())
                .Select(row => string.Join(' ', properties.Select(p => Text(p.GetGetter().GetClrValueUsingContainingEntity(row)))));
            foreach (var line in lines.Order(StringComparer.Ordinal))
            {
                text.AppendLine(line);
            }
        }

        return text.ToString();
    }

    private static bool Varies(IProperty property) => (property.DeclaringType.ClrType, property.Name) switch
    {
        (var type, nameof(RejectedRecord.Content)) => type == typeof(RejectedRecord),
        (var type, nameof(SealingKey.Fingerprint)) => type == typeof(SealingKey),
        (var type, nameof(Dispenser.StatedAt)) => type == typeof(Dispenser),
        (var type, _) => type == typeof(RunLease),
    };

    private static string Text(object? value) => value switch
    {
        null => "-",
        byte[] bytes => Convert.ToHexString(bytes),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
