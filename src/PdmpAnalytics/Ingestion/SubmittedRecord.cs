namespace PdmpAnalytics.Ingestion;

/// <summary>
/// One record of a submitted file before any check: the text of each field. A reader hands out the same instance again and
/// again, and its spans are good until the next read.
/// </summary>
internal abstract class SubmittedRecord
{
    /// <summary>UTF-8 text of a field without blanks around it; empty when blank or not in the file.</summary>
    public abstract ReadOnlySpan<byte> this[SubmittedField field] { get; }

    /// <summary>Line of the file on which the record starts, from 1.</summary>
    public abstract int Line { get; }
}
