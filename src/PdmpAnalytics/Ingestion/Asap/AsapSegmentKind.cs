namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>The segments of an ASAP file, in the order in which they may stand (domain reference 1.2).</summary>
internal enum AsapSegmentKind : byte
{
    /// <summary>An id that these releases do not have.</summary>
    Unknown,
    Th,
    Is,
    Pha,
    Pat,
    Dsp,
    Pre,
    Cdi,
    Air,
    Tp,
    Tt,
}

/// <summary>How segments are told apart.</summary>
internal static class AsapSegmentKinds
{
    private static readonly string[] Ids = ["", "TH", "IS", "PHA", "PAT", "DSP", "PRE", "CDI", "AIR", "TP", "TT"];

    /// <summary>Arrays by kind have this length.</summary>
    public static int Count => Ids.Length;

    /// <summary>The id a segment begins with; empty for <see cref="AsapSegmentKind.Unknown"/>.</summary>
    public static string Id(this AsapSegmentKind kind) => Ids[(int)kind];

    /// <summary>The kind of a segment's text.</summary>
    public static AsapSegmentKind Of(ReadOnlySpan<byte> segment)
    {
        var length = segment.IndexOf((byte)'*');
        var id = length < 0 ? segment : segment[..length];
        return id switch
        {
            [(byte)'D', (byte)'S', (byte)'P'] => AsapSegmentKind.Dsp,
            [(byte)'P', (byte)'R', (byte)'E'] => AsapSegmentKind.Pre,
            [(byte)'P', (byte)'A', (byte)'T'] => AsapSegmentKind.Pat,
            [(byte)'A', (byte)'I', (byte)'R'] => AsapSegmentKind.Air,
            [(byte)'C', (byte)'D', (byte)'I'] => AsapSegmentKind.Cdi,
            [(byte)'P', (byte)'H', (byte)'A'] => AsapSegmentKind.Pha,
            [(byte)'T', (byte)'P'] => AsapSegmentKind.Tp,
            [(byte)'T', (byte)'H'] => AsapSegmentKind.Th,
            [(byte)'I', (byte)'S'] => AsapSegmentKind.Is,
            [(byte)'T', (byte)'T'] => AsapSegmentKind.Tt,
            _ => AsapSegmentKind.Unknown,
        };
    }
}
