using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Brings values into the form of an ASAP element, and keeps account of what does not fit.</summary>
internal sealed class AsapElements(AsapRelease release, byte terminator)
{
    private readonly SearchValues<byte> _plain = SearchValues.Create(
        [.. Enumerable.Range(' ', 0x7F - ' ').Select(c => (byte)c).Where(c => c != (byte)'*' && c != terminator)]);

    private readonly SortedDictionary<(SubmittedField Field, AsapLossKind Kind), long> _losses = [];
    private byte[] _form = new byte[64];

    public IReadOnlyList<AsapLoss> Losses =>
        [.. _losses.Select(loss => new AsapLoss(loss.Key.Field.Column(), loss.Key.Field.Element(), loss.Key.Kind, loss.Value))];

    /// <summary>Notes that a release has no place for a value.</summary>
    public void Drop(SubmittedField field) => Count(field, AsapLossKind.Dropped);

    /// <summary>Writes a value as the release wants it, in Latin-1.</summary>
    /// <param name="value">UTF-8 without blanks around it.</param>
    public void Write(ArrayBufferWriter<byte> segment, SubmittedField field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        if (!AsapLengths.KnowsCode(release, field, value))
        {
            Drop(field);
            return;
        }

        var text = InForm(field, value);
        if (text.ContainsAnyExcept(_plain))
        {
            text = Latin(field, text);
        }

        var length = AsapLengths.Of(release, field);
        if (text.Length > length)
        {
            Count(field, AsapLossKind.Cut);
            text = text[..length];
        }

        segment.Write(text);
    }

    /// <summary>Dates without hyphens, telephone numbers as digits, diagnoses without a point, NDCs as eleven digits; ZIP codes before 5.0 as digits.</summary>
    private ReadOnlySpan<byte> InForm(SubmittedField field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case PatientBirthDate or DateWritten or DateFilled or DateSold when value.Length == 10:
            case PatientZip or PharmacyZip when release != AsapRelease.V50:
                return Without("-"u8, value);
            case DiagnosisCode:
                return Without("."u8, value);
            case PatientPhone or PrescriberPhone:
                return Without("()-+./ "u8, value);
            case SubmittedField.Ndc when Dispensing.Ndc.TryParse(value, out var ndc):
                return Encoding.ASCII.GetBytes(ndc.ToString());
            default:
                return value;
        }
    }

    private ReadOnlySpan<byte> Without(ReadOnlySpan<byte> marks, ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny(marks) < 0)
        {
            return value;
        }

        if (_form.Length < value.Length)
        {
            _form = new byte[value.Length];
        }

        var length = 0;
        foreach (var c in value)
        {
            if (!marks.Contains(c))
            {
                _form[length++] = c;
            }
        }

        return _form.AsSpan(0, length);
    }

    private byte[] Latin(SubmittedField field, ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value).Normalize(NormalizationForm.FormC);
        var letters = new StringBuilder(text.Length);
        bool folded = false, blanked = false;
        foreach (var c in text)
        {
            if (c == '*' || c == terminator || char.IsControl(c))
            {
                letters.Append(' ');
                blanked = true;
            }
            else if (c <= 0xFF)
            {
                letters.Append(c);
            }
            else
            {
                letters.Append(Folded(c));
                folded = true;
            }
        }

        var latin = Encoding.Latin1.GetBytes(letters.ToString());
        if (!Ascii.IsValid(latin) && Utf8.IsValid(latin))
        {
            // Latin-1 that happens to be UTF-8 would be read as that.
            latin = Encoding.ASCII.GetBytes(string.Concat(letters.ToString().Select(c => c < 0x80 ? c.ToString() : Folded(c))));
            folded = true;
        }

        if (folded)
        {
            Count(field, AsapLossKind.Folded);
        }

        if (blanked)
        {
            Count(field, AsapLossKind.Blanked);
        }

        return latin;
    }

    /// <summary>The letters of ASCII a letter is made of; nothing for a mark alone, a question mark where there are none.</summary>
    private static string Folded(char letter)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
        {
            return "";
        }

        var parts = char.IsSurrogate(letter) ? [] : letter.ToString().Normalize(NormalizationForm.FormKD).Where(c => c is >= ' ' and < (char)0x7F and not '*' and not '~').ToArray();
        return parts.Length > 0 ? new string(parts) : char.IsLowSurrogate(letter) ? "" : "?";
    }

    private void Count(SubmittedField field, AsapLossKind kind) => _losses[(field, kind)] = _losses.GetValueOrDefault((field, kind)) + 1;
}
