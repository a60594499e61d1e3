using System.Collections.Frozen;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// Given names with the short forms, pet names and other spellings in use in the United States (nicknames.csv, compiled for this
/// project from general knowledge, 2026-11-22; upper case, one pair a line). A form may belong to several names.
/// </summary>
internal static class Nicknames
{
    private static readonly List<(string Name, string Form)> Pairs = Read();

    private static readonly FrozenDictionary<string, string[]> NamesByForm = Pairs
        .GroupBy(pair => pair.Form, pair => pair.Name)
        .ToFrozenDictionary(form => form.Key, form => form.Order(StringComparer.Ordinal).ToArray());

    private static readonly FrozenSet<string> Listed = Pairs.SelectMany(pair => new[] { pair.Name, pair.Form }).ToFrozenSet();

    /// <summary>How many pairs there are.</summary>
    public static int Count => Pairs.Count;

    /// <summary>The names that a form may stand for, in order; empty when it is none. BOB gives ROBERT.</summary>
    public static IReadOnlyList<string> NamesOf(string form) => NamesByForm.TryGetValue(form, out var names) ? names : [];

    /// <summary>True for a name or form of the table: somebody may really be called that, so it is no slip of the hand.</summary>
    public static bool IsListed(string name) => Listed.Contains(name);

    private static List<(string, string)> Read()
    {
        using var table = typeof(Nicknames).Assembly.GetManifestResourceStream($"{typeof(Nicknames).Namespace}.nicknames.csv")
            ?? throw new InvalidOperationException("The table of nicknames is not embedded.");
        using var reader = new StreamReader(table);
        var pairs = new List<(string, string)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            pairs.Add((line[..comma], line[(comma + 1)..]));
        }

        return pairs;
    }
}
