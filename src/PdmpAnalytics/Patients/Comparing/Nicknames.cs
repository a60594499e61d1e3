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

    /// <summary>
    /// The listed names by themselves and by what is left of each with one letter taken out: two names one slip apart share such a
    /// rest, so a name meets its neighbours without being compared with all (Mor and Fraenkel 1982).
    /// </summary>
    private static readonly FrozenDictionary<string, string[]> ListedByRest = Listed
        .SelectMany(name => Rests(name).Select(rest => (Part: rest, Name: name)))
        .GroupBy(pair => pair.Part, pair => pair.Name)
        .ToFrozenDictionary(rest => rest.Key, rest => rest.Distinct().ToArray());

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

        var intended = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rest in Rests(name))
        {
            if (ListedByRest.TryGetValue(rest, out var near))
            {
                intended.UnionWith(near.Where(listed => Spelling.IsOneEdit(listed, name)));
            }
        }

        return [.. intended];
    }

    /// <summary>The name, and the name without each of its letters.</summary>
    private static IEnumerable<string> Rests(string name) => Enumerable.Range(0, name.Length).Select(at => name.Remove(at, 1)).Prepend(name);

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
