using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Ingestion;

/// <summary>A piece of a batch's text.</summary>
internal readonly record struct TextSlice(int Start, int Length);

/// <summary>
/// A record that passed its checks. In <see cref="Fill"/> the ids of drug, dispenser and prescriber site are positions among
/// the file's different ones (<see cref="Identities{T}"/>) until the store's ids are known; the patient's is
/// <see cref="Patient"/>.
/// </summary>
internal struct CheckedRecord
{
    public DispensationRow Fill;
    public int Line;
    public ReportStatus Status;

    /// <summary>Sequence of its transaction in the file, from 1.</summary>
    public short Transaction;

    /// <summary>True when it has a fault of level S.</summary>
    public bool IsSerious;

    /// <summary>Position among the file's different patients.</summary>
    public int Patient;

    /// <summary>Position among the file's different dispensers.</summary>
    public int Dispenser;

    /// <summary>Equal for records that say the same, whatever file or spelling of numbers they come in.</summary>
    public ulong ContentHash;
    public TextSlice RxNumber;
    public TextSlice Diagnosis;
    public TextSlice BlankSerial;
    public byte DosageUnits;
    public byte TreatmentType;
    public byte PatientLocation;

    /// <summary>DSP22; NaN when not reported.</summary>
    public double QuantityPrescribed;
}

/// <summary>A record of a batch that failed its checks. Numbers of parts that cannot be read, or are at fault, are -1.</summary>
/// <param name="Dispenser">Position among the file's different ones; -1 when it names none.</param>
/// <param name="RxKey">Stable hash of the prescription number; 0 without one.</param>
/// <param name="Content">The record as a small file of its own.</param>
internal sealed record FailedRecord(
    int Line, short Transaction, int Dispenser, long RxKey, int FilledDay, short FillNumber, short PartialFill, byte[] Content)
{
    /// <summary>True for a zero report whose period cannot be read.</summary>
    public bool IsZeroReport { get; init; }

    /// <summary>A record of which nothing but its place is trusted.</summary>
    public static FailedRecord Of(SubmittedRecord record, int dispenser) =>
        new(record.Line, record.Transaction, dispenser, RxKey: 0, FilledDay: -1, FillNumber: -1, PartialFill: -1, record.ToFile());

    public override string ToString() => $"the record at {Line}";
}

/// <summary>A report of a batch that nothing was dispensed.</summary>
/// <param name="Dispenser">Position among the file's different ones.</param>
/// <param name="FirstDay"><see cref="DateOnly.DayNumber"/> of the period, both days included.</param>
internal readonly record struct ZeroRecord(int Line, short Transaction, int Dispenser, int FirstDay, int LastDay);

/// <summary>A run of consecutive records of one file, reused batch after batch so that reading makes no garbage.</summary>
/// <param name="size">Records after which it is handed on.</param>
internal sealed class RecordBatch(int size = RecordBatch.Capacity)
{
    /// <summary>Records a batch takes: large enough to make a round trip to the server cheap, 8 MB of memory. Our choice, 2026-11-22.</summary>
    public const int Capacity = 32_768;

    /// <summary>Bytes of failed records after which a batch is handed on: a file may have nothing else. Our choice, 2026-11-22.</summary>
    private const int MaxFailedBytes = 4 * 1024 * 1024;

    private byte[] _text = new byte[Capacity * 16];
    private int _textUsed;
    private int _failedBytes;

    public CheckedRecord[] Records { get; } = new CheckedRecord[Capacity];

    public int Count { get; set; }

    /// <summary>Records read for this batch, rejected ones included.</summary>
    public int RecordsRead { get; set; }

    public List<RecordFault> Faults { get; } = [];

    /// <summary>Records that failed their checks.</summary>
    public List<FailedRecord> Failed { get; } = [];

    public List<ZeroRecord> ZeroRecords { get; } = [];

    /// <summary>Records of <see cref="Records"/>, by position, as they were sent: those that could not be put together again.</summary>
    public Dictionary<int, byte[]> Originals { get; } = [];

    /// <summary>Transactions that began since the batch before. Complete only when the whole file is read.</summary>
    public List<SubmittedTransaction> NewTransactions { get; } = [];

    /// <summary>What <see cref="CheckedRecord.Patient"/> counts in.</summary>
    public Identities<SubmittedPatient> Patients { get; set; } = null!;

    /// <summary>Particulars of the patients first seen in this batch, by number, with their keys.</summary>
    public Dictionary<int, KeyedParticulars> NewPatients { get; } = [];

    /// <summary>Bytes of the file read so far, for progress.</summary>
    public long BytesRead { get; set; }

    public bool IsFull => RecordsRead >= size || _failedBytes >= MaxFailedBytes;

    public void Clear()
    {
        (Count, RecordsRead, _textUsed, _failedBytes) = (0, 0, 0, 0);
        Faults.Clear();
        Failed.Clear();
        ZeroRecords.Clear();
        Originals.Clear();
        NewTransactions.Clear();
        NewPatients.Clear();
    }

    public void Fail(FailedRecord record)
    {
        Failed.Add(record);
        _failedBytes += record.Content.Length;
    }

    public TextSlice Keep(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        if (_textUsed + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textUsed + text.Length));
        }

        text.CopyTo(_text.AsSpan(_textUsed));
        var slice = new TextSlice(_textUsed, text.Length);
        _textUsed += text.Length;
        return slice;
    }

    public ReadOnlySpan<byte> Text(TextSlice slice) => _text.AsSpan(slice.Start, slice.Length);
}
