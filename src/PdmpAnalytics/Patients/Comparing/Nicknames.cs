using System.Collections.Frozen;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// Given names with the short forms, pet names and other spellings in use in the United States (nicknames.csv, compiled for this
/// project from general knowledge, 2026-11-22; upper case, one pair a line), and other given names in use (given-names.csv, likewise).
/// A form may belong to several names.
/// </summary>
internal static class Nicknames
{
    /// <summary>Letters that a slip of a name has at least. Our choice, 2026-11-22.</summary>
    private const int ShortestSlip = 4;

    private static readonly List<(string Name, string Form)> Pairs =
        [.. Lines("nicknames.csv").Select(line => line.Split(',')).Select(pair => (pair[0], pair[1]))];

    private static readonly FrozenDictionary<string, string[]> NamesByForm = Pairs
        .GroupBy(pair => pair.Form, pair => pair.Name)
        .ToFrozenDictionary(form => form.Key, form => form.Order(StringComparer.Ordinal).ToArray());

    private static readonly FrozenSet<string> Listed =
        Pairs.SelectMany(pair => new[] { pair.Name, pair.Form }).Concat(Lines("given-names.csv")).ToFrozenSet();

    private static readonly ILookup<int, string> ListedByLength = Listed.ToLookup(name => name.Length);

    /// <summary>Every pair, in order of the table.</summary>
    public static IReadOnlyList<(string Name, string Form)> All => Pairs;

    /// <summary>The names that a form may stand for, in order; empty when it is none. BOB gives ROBERT.</summary>
    public static IReadOnlyList<string> NamesOf(string form) => NamesByForm.TryGetValue(form, out var names) ? names : [];

    /// <summary>True for a name or form of the tables: somebody may really be called that, so it is no slip of the hand.</summary>
    public static bool IsListed(string name) => Listed.Contains(name);

    /// <summary>
    /// The names of the tables that one slip of the hand leads from; empty for a name of the tables and for a short one, which is near
    /// to too many.
    /// </summary>
    public static IReadOnlyList<string> Intended(string name)
    {
        if (name.Length < ShortestSlip || IsListed(name))
        {
            return [];
        }

        var near = ListedByLength[name.Length - 1].Concat(ListedByLength[name.Length]).Concat(ListedByLength[name.Length + 1]);
        return [.. near.Where(listed => Spelling.IsOneEdit(listed, name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The lines of an embedded table without its header.</summary>
    internal static IEnumerable<string> Lines(string table)
    {
        using var stream = typeof(Nicknames).Assembly.GetManifestResourceStream($"{typeof(Nicknames).Namespace}.{table}")
            ?? throw new InvalidOperationException($"The table {table} is not embedded.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
