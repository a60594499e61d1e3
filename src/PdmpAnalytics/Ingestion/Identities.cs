namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The different identities of one kind in a file, each taken apart and checked once, at first sight. Reading adds, writing
/// reads: the lists only grow, and a batch is handed over before its identities are looked at.
/// </summary>
internal sealed class Identities<T>(SubmittedField[] fields, Func<SubmittedRecord, T> check)
{
    private readonly SpanInterner _known = new();
    private readonly IdentityText _text = new();
    private T[] _items = new T[256];

    public int Count => _known.Count;

    public ref readonly T this[int number] => ref Volatile.Read(ref _items)[number];

    /// <summary>The identity's text, for <see cref="IdentityFields"/>.</summary>
    public ReadOnlySpan<byte> TextOf(int number) => _known.TextOf(number);

    /// <summary>The number of the record's identity, from 0 in order of first sight.</summary>
    public int NumberOf(SubmittedRecord record)
    {
        var number = _known.Intern(_text.Of(record, fields), out var isNew);
        if (isNew)
        {
            if (number == _items.Length)
            {
                var larger = new T[number * 2];
                _items.CopyTo(larger, 0);
                Volatile.Write(ref _items, larger);
            }

            _items[number] = check(record);
        }

        return number;
    }

    /// <summary>Stable hash of the identity's text.</summary>
    public ulong HashOf(int number) => _known.HashOf(number);
}
