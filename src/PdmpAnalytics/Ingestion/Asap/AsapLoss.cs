namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>What a value lost on its way into an ASAP file.</summary>
public enum AsapLossKind : byte
{
    /// <summary>The release has no such field, or not this code of it.</summary>
    Dropped,

    /// <summary>Longer than the release allows.</summary>
    Cut,

    /// <summary>An asterisk, the terminator, a line break or another control character became a blank.</summary>
    Blanked,

    /// <summary>A letter outside Latin-1 became the letter of ASCII nearest to it, or a question mark.</summary>
    Folded,
}

/// <summary>What an ASAP file could not take over from its source.</summary>
/// <param name="Column">Of the dispensation CSV.</param>
/// <param name="Element">ASAP element of release 5.0, which has them all.</param>
/// <param name="Records">How many records lost it.</param>
public sealed record AsapLoss(string Column, string Element, AsapLossKind Kind, long Records);
