namespace PdmpAnalytics.Ingestion;

/// <summary>Reads the records of one submitted file in order, in constant memory.</summary>
internal abstract class SubmissionReader : IDisposable
{
    /// <summary>The record that the last <see cref="Read"/> stood on.</summary>
    public abstract SubmittedRecord Record { get; }

    public abstract SubmissionKind Kind { get; }

    /// <summary>The transactions met so far, in file order. Each is complete once the next begins or <see cref="Read"/> returns false.</summary>
    public abstract IReadOnlyList<SubmittedTransaction> Transactions { get; }

    /// <summary>Why nothing of this file may be loaded; null while all is well. Final once <see cref="Read"/> has returned false.</summary>
    public FileFault? Fault { get; protected set; }

    /// <summary>Things worth telling the submitter that keep nothing from being loaded: the first of each code.</summary>
    public List<FileFault> Notes { get; } = [];

    /// <summary>How many there were of each code, listed in <see cref="Notes"/> or not.</summary>
    public Dictionary<SubmissionErrorCode, long> NoteCounts { get; } = [];

    /// <summary>
    /// Moves to the next record; false at the end of the file or at a fault of the whole file. A record that cannot be taken
    /// apart is returned with <paramref name="malformed"/> set and must not be loaded.
    /// </summary>
    public abstract bool Read(out SubmissionErrorCode? malformed);

    public abstract void Dispose();

    /// <summary>
    /// Ends reading a file whose compression is damaged. What was read last may be noise, so nothing that was noted is told beside it.
    /// </summary>
    protected void FailDamaged()
    {
        Fault = new FileFault(SubmissionErrorCode.FileTruncated, 0);
        Notes.Clear();
        NoteCounts.Clear();
    }

    /// <param name="listed">How many of the code are listed; a file with a note on every line must not fill the memory.</param>
    protected void Note(FileFault note, int listed = FaultLog.ListedPerCode)
    {
        var count = NoteCounts[note.Code] = NoteCounts.GetValueOrDefault(note.Code) + 1;
        if (count <= listed)
        {
            Notes.Add(note);
        }
    }
}

/// <summary>A fault of a file as a whole.</summary>
/// <param name="Line">0 when it belongs to no line.</param>
/// <param name="Detail">A column name of this program's contract or of the header, never a value; empty when there is none.</param>
internal sealed record FileFault(SubmissionErrorCode Code, int Line, string Detail = "");

/// <summary>A fault of one record.</summary>
/// <param name="Dispenser">Position of its dispenser among the file's different ones; -1 when it names none.</param>
internal readonly record struct RecordFault(int Line, SubmissionErrorCode Code, SubmittedField Field, int Dispenser = -1);
