namespace PdmpAnalytics.Ingestion;

/// <summary>
/// One record of a submitted file before any check: the text of each field. A reader hands out the same instance again and
/// again, and its spans are good until the next read.
/// </summary>
internal abstract class SubmittedRecord
{
    /// <summary>UTF-8 text of a field without blanks around it; empty when blank or not in the file.</summary>
    public abstract ReadOnlySpan<byte> this[SubmittedField field] { get; }

    /// <summary>Line of the file on which the record starts, from 1; in ASAP the ordinal of its DSP segment.</summary>
    public abstract int Line { get; }

    /// <summary>Sequence of the transaction it belongs to, from 1.</summary>
    public virtual short Transaction => 1;

    /// <summary>True where a blank report status means new; from ASAP 4.2A on it is a fault (E101).</summary>
    public virtual bool StatusMayBeBlank => true;

    /// <summary>The record as a small file of its own that can be read again. Made when asked for.</summary>
    public abstract byte[] ToFile();
}
