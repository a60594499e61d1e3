using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PdmpAnalytics.Storage;

/// <summary>The columns of an entity as bulk writing needs them, read once from the model.</summary>
internal sealed class BulkColumns
{
    private static readonly ConcurrentDictionary<IEntityType, BulkColumns> Known = new();
    private readonly IReadOnlyList<BulkColumn> _all;

    private BulkColumns(IEntityType entity)
    {
        Table = entity.GetTableName()
            ?? throw new InvalidOperationException($"{entity.DisplayName()} has no table.");
        _all = [.. entity.GetProperties().Select(property => new BulkColumn(property))];
    }

    /// <summary>Every column.</summary>
    public IReadOnlyList<BulkColumn> All => _all;

    /// <summary>Columns of the primary key.</summary>
    public IEnumerable<BulkColumn> Key => _all.Where(column => column.IsKey);

    /// <summary>Columns an update writes: all but the key.</summary>
    public IEnumerable<BulkColumn> Written => _all.Where(column => !column.IsKey);

    /// <summary>The column that counts changes.</summary>
    public BulkColumn Version => _all.SingleOrDefault(column => column.IsVersion)
        ?? throw new InvalidOperationException($"{Table} has no column that counts changes.");

    public string Table { get; }

    public static BulkColumns Of<TEntity>(PdmpDbContext db)
        where TEntity : class
    {
        var entity = db.Model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is not mapped.");
        return Known.GetOrAdd(entity, static type => new BulkColumns(type));
    }

    /// <summary>All columns; those the database numbers itself only when the first row brings its own number.</summary>
    public IReadOnlyList<BulkColumn> For(object firstRow) =>
        [.. _all.Where(column => !column.IsGenerated || !column.HasDefaultValue(firstRow))];
}

/// <summary>A column: its name, its type in the database and how to get its value from an entity.</summary>
internal sealed class BulkColumn(IProperty property)
{
    private readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter?.ConvertToProvider;

    /// <summary>Quoted: some names, such as <c>values</c>, are words of SQL.</summary>
    public string Name { get; } = $"\"{property.GetColumnName()}\"";

    public string StoreType { get; } = property.GetColumnType();

    public bool IsKey { get; } = property.IsPrimaryKey();

    public bool IsVersion { get; } = property.IsConcurrencyToken;

    public bool IsGenerated { get; } = property.ValueGenerated != ValueGenerated.Never;

    public bool HasDefaultValue(object row) =>
        Equals(property.GetGetter().GetClrValueUsingContainingEntity(row), property.Sentinel);

    /// <summary>The value as the provider stores it.</summary>
    public object? Value(object row)
    {
        var value = property.GetGetter().GetClrValueUsingContainingEntity(row);
        return value is null || _convert is null ? value : _convert(value);
    }
}
