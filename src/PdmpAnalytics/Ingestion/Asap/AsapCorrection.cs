using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Overlays corrections on a kept ASAP record: a transaction of its own, TH to TT. Pure.</summary>
internal static class AsapCorrection
{
    private const int ControlNumber = 2;
    private const int Date = 5;
    private const int Time = 6;
    private const int TerminatorElement = 9;

    public static Result<byte[]> Apply(byte[] content, IReadOnlyList<FieldCorrection> corrections, DateTimeOffset at, string controlNumber)
    {
        // Latin-1 keeps every byte of the record as it is; values are written into it as the bytes of their UTF-8.
        var text = Encoding.Latin1.GetString(content);
        if (Terminator(text) is not { } terminator || !AsapReleases.TryParse(content.AsSpan(3, Math.Max(0, text.IndexOf('*', 3) - 3)), out var release))
        {
            return new Refusal(RefusalReason.WrongState, "What was kept of the record is no ASAP transaction; it has to be sent again.");
        }

        var segments = text.Split(terminator).Select(segment => segment.Trim('\r', '\n').Split('*')).Where(s => s[0].Length > 0).ToList();
        foreach (var (name, value) in corrections)
        {
            if (Set(segments, name, value, terminator, release) is { } refusal)
            {
                return refusal;
            }
        }

        // A transaction of its own, made now: the number and time of the first would make it a copy of that.
        var utc = at.UtcDateTime;
        SetElement(segments, segments.FindIndex(s => s[0] == "TH"), ControlNumber, controlNumber);
        SetElement(segments, segments.FindIndex(s => s[0] == "TH"), Date, utc.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        SetElement(segments, segments.FindIndex(s => s[0] == "TH"), Time, utc.ToString("HHmmss", CultureInfo.InvariantCulture) + "Z");
        SetElement(segments, segments.FindIndex(s => s[0] == "TT"), 1, controlNumber);
        var file = new StringBuilder();
        segments.ForEach(segment => file.Append(string.Join('*', segment)).Append(terminator).Append('\n'));
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>What stands behind the ninth asterisk.</summary>
    private static char? Terminator(string text)
    {
        var position = -1;
        for (var i = 0; i < TerminatorElement; i++)
        {
            position = text.IndexOf('*', position + 1);
            if (position < 0)
            {
                return null;
            }
        }

        return position + 1 < text.Length ? text[position + 1] : null;
    }

    private static Refusal? Set(List<string[]> segments, string name, string value, char terminator, AsapRelease release)
    {
        var element = SubmittedFields.TryParse(name, out var field) ? field.Element() : name.Trim().ToUpperInvariant();
        var kind = AsapSegmentKind.Unknown;
        for (var known = AsapSegmentKind.Pha; known <= AsapSegmentKind.Air; known++)
        {
            kind = element.StartsWith(known.Id(), StringComparison.Ordinal) ? known : kind;
        }

        if (kind == AsapSegmentKind.Unknown || element.Length != kind.Id().Length + 2
            || !int.TryParse(element.AsSpan(kind.Id().Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 1 || number > AsapFields.LastElement(release, kind))
        {
            return new Refusal(RefusalReason.Incomplete, $"{name} is neither a column of the dispensation CSV nor an element of ASAP {release.Name()} such as DSP05.");
        }

        if (value.AsSpan().IndexOfAny('*', terminator, '\n') >= 0 || value.Contains('\r'))
        {
            return new Refusal(RefusalReason.Incomplete, $"The value for {name} holds a character that ASAP uses to separate fields.");
        }

        var segment = segments.FindIndex(s => s[0] == kind.Id());
        if (segment < 0)
        {
            return new Refusal(RefusalReason.Incomplete, $"The record has no {kind.Id()} segment to correct.");
        }

        SetElement(segments, segment, number, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value)));
        return null;
    }

    private static void SetElement(List<string[]> segments, int segment, int number, string value)
    {
        if (segment < 0)
        {
            return;
        }

        var elements = segments[segment];
        if (elements.Length <= number)
        {
            Array.Resize(ref elements, number + 1);
            for (var i = segments[segment].Length; i < number; i++)
            {
                elements[i] = "";
            }

            segments[segment] = elements;
        }

        elements[number] = value;
    }
}
