using System.Buffers.Binary;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Lines several fields of a record up in one byte string, so that a whole identity is looked up at once. What every ASAP file
/// writes one way and a CSV another is lined up as ASAP has it, so that a correction may come in either layout.
/// </summary>
internal sealed class IdentityText
{
    private byte[] _bytes = new byte[512];

    public ReadOnlySpan<byte> Of(SubmittedRecord record, ReadOnlySpan<SubmittedField> fields)
    {
        var bytes = _bytes;
        var used = 0;
        Span<byte> date = stackalloc byte[8];
        foreach (var field in fields)
        {
            var text = AsInAsap(record[field], field, date);
            // No particular of a person or pharmacy is longer; the length below has two bytes.
            text = text.Length <= ushort.MaxValue ? text : text[..ushort.MaxValue];
            if (used + text.Length + 2 > bytes.Length)
            {
                Array.Resize(ref bytes, (used + text.Length + 2) * 2);
                _bytes = bytes;
            }

            // The length before each field keeps ("AB", "C") and ("A", "BC") apart.
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(used), (ushort)text.Length);
            text.CopyTo(bytes.AsSpan(used + 2));
            used += text.Length + 2;
        }

        return bytes.AsSpan(0, used);
    }

    private static ReadOnlySpan<byte> AsInAsap(ReadOnlySpan<byte> text, SubmittedField field, Span<byte> date)
    {
        switch (field)
        {
            case SubmittedField.ProductIdQualifier or SubmittedField.Species when text.IsEmpty:
                return "01"u8;
            case SubmittedField.PatientBirthDate when text.Length == 10 && text[4] == (byte)'-' && text[7] == (byte)'-':
                text[..4].CopyTo(date);
                text[5..7].CopyTo(date[4..]);
                text[8..].CopyTo(date[6..]);
                return date;
            default:
                return text;
        }
    }
}

/// <summary>Takes the byte string of <see cref="IdentityText"/> apart again, field by field.</summary>
internal ref struct IdentityFields(ReadOnlySpan<byte> identity)
{
    private ReadOnlySpan<byte> _rest = identity;

    public ReadOnlySpan<byte> Next()
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        var field = _rest.Slice(2, length);
        _rest = _rest[(2 + length)..];
        return field;
    }
}
