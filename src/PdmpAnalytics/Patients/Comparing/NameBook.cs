using System.Collections.Frozen;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// Distinct names by number with what comparing them needs. A name keeps the blanks between its words (MARY ANN); 0 is no name.
/// </summary>
internal sealed class NameBook
{
    /// <summary>Words that begin names of many families and name none: DE LA CRUZ and DE LA ROSA share nothing. Our choice, 2026-11-22.</summary>
    private static readonly FrozenSet<string> Particles = FrozenSet.Create(
        "DE", "DEL", "LA", "LAS", "LOS", "LE", "DU", "DES", "DA", "DO", "DOS", "DAS", "DI", "VAN", "VON", "DER", "DEN", "TEN", "TER",
        "EL", "AL", "BIN", "BINT", "IBN", "ABU", "ABD", "ST", "SAINT", "SAN", "SANTA", "MC", "MAC");

    private readonly TextPool _texts = new();
    private readonly List<Entry> _entries = [new Entry(0, 0, [], [], [], false)];

    public int Count => _texts.Count;

    public ReadOnlySpan<char> Text(int name) => _texts[name];

    public ulong Hash(int name) => _texts.Hash(name);

    /// <summary>The number of the same letters without blanks: what is equal when SMITH JONES and SMITHJONES are.</summary>
    public int Solid(int name) => _entries[name].Solid;

    /// <summary>See <see cref="Spelling.Soundex"/>.</summary>
    public int Sound(int name) => _entries[name].Sound;

    /// <summary>The words of a name of several words, single letters and particles (DE, VAN) left out; empty for a name of one word.</summary>
    public ReadOnlySpan<int> Words(int name) => _entries[name].Words;

    /// <summary>The full names this may be a short form of, ascending; empty for a full name.</summary>
    public ReadOnlySpan<int> FullNames(int name) => _entries[name].FullNames;

    /// <summary>See <see cref="Nicknames.Intended"/>; ascending.</summary>
    public ReadOnlySpan<int> Intended(int name) => _entries[name].Intended;

    /// <summary>See <see cref="Nicknames.IsListed"/>.</summary>
    public bool IsListed(int name) => _entries[name].Listed;

    public bool IsInitial(int name) => _texts[name].Length == 1;

    /// <summary>Adds a normalised name: upper case, words parted by one blank.</summary>
    public int Add(string name)
    {
        var known = _texts.Count;
        var number = _texts.Add(name);
        if (number == known)
        {
            // Names met on the way get numbers above this one, so its entry must stand before theirs.
            _entries.Add(new Entry(number, 0, [], [], [], false));
            _entries[number] = Describe(number, name);
        }

        return number;
    }

    private Entry Describe(int number, string name)
    {
        var parts = name.Split(' ');
        var words = parts.Length == 1 ? [] : parts.Where(part => part.Length > 1 && !Particles.Contains(part)).Select(Add).ToArray();
        var solid = parts.Length == 1 ? number : Add(string.Concat(parts));
        var fullNames = Nicknames.NamesOf(name).Select(Add).Order().ToArray();
        var intended = parts.Length == 1 ? Nicknames.Intended(name).Select(Add).Order().ToArray() : [];
        return new Entry(solid, Spelling.Soundex(name), words, fullNames, intended, Nicknames.IsListed(name));
    }

    private sealed record Entry(int Solid, int Sound, int[] Words, int[] FullNames, int[] Intended, bool Listed);
}
