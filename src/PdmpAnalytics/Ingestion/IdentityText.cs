namespace PdmpAnalytics.Ingestion;

/// <summary>Lines several fields of a record up in one byte string, so that a whole identity is looked up at once.</summary>
internal sealed class IdentityText
{
    private byte[] _bytes = new byte[512];
    private int _used;

    public ReadOnlySpan<byte> Of(SubmittedRecord record, ReadOnlySpan<SubmittedField> fields)
    {
        _used = 0;
        foreach (var field in fields)
        {
            var text = record[field];
            if (_used + text.Length + 2 > _bytes.Length)
            {
                Array.Resize(ref _bytes, (_used + text.Length + 2) * 2);
            }

            // The length before each field keeps ("AB", "C") and ("A", "BC") apart. Longer than 65,535 differs in its bytes anyway.
            _bytes[_used] = (byte)text.Length;
            _bytes[_used + 1] = (byte)(text.Length >> 8);
            text.CopyTo(_bytes.AsSpan(_used + 2));
            _used += text.Length + 2;
        }

        return _bytes.AsSpan(0, _used);
    }
}
