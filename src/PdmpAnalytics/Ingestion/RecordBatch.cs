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

    /// <summary>Position among the file's different patients.</summary>
    public int Patient;

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

/// <summary>A run of consecutive records of one file, reused batch after batch so that reading makes no garbage.</summary>
internal sealed class RecordBatch
{
    /// <summary>Records a batch takes: large enough to make a round trip to the server cheap, 8 MB of memory. Our choice, 2026-11-22.</summary>
    public const int Capacity = 32_768;

    private byte[] _text = new byte[Capacity * 16];
    private int _textUsed;

    public CheckedRecord[] Records { get; } = new CheckedRecord[Capacity];

    public int Count { get; set; }

    /// <summary>Records read for this batch, rejected ones included.</summary>
    public int RecordsRead { get; set; }

    public List<RecordFault> Faults { get; } = [];

    /// <summary>What <see cref="CheckedRecord.Patient"/> counts in.</summary>
    public Identities<SubmittedPatient> Patients { get; set; } = null!;

    /// <summary>Particulars of the patients first seen in this batch, by number, with their keys.</summary>
    public Dictionary<int, KeyedParticulars> NewPatients { get; } = [];

    /// <summary>Bytes of the file read so far, for progress.</summary>
    public long BytesRead { get; set; }

    public bool IsFull => RecordsRead >= Capacity;

    public void Clear()
    {
        (Count, RecordsRead, _textUsed) = (0, 0, 0);
        Faults.Clear();
        NewPatients.Clear();
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
