using System.Buffers;
using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Who an ASAP file comes from.</summary>
/// <param name="Id">IS01, at most 10 characters, digits in 5.0.</param>
/// <param name="Name">IS02, at most 60 characters.</param>
internal sealed record AsapSender(string Id, string Name);

/// <summary>
/// Writes records as an ASAP file, one segment a line, in the order given: a pharmacy's group ends where the pharmacy changes,
/// a patient's where the patient does. What the release cannot hold is left out and listed (<see cref="Losses"/>).
/// </summary>
internal sealed class AsapWriter : IDisposable
{
    private const byte Terminator = (byte)'~';
    private static readonly AsapSegmentKind[] OfRecord = [AsapSegmentKind.Pha, AsapSegmentKind.Pat, AsapSegmentKind.Dsp, AsapSegmentKind.Pre, AsapSegmentKind.Air];

    private readonly Stream _target;
    private readonly AsapRelease _release;
    private readonly AsapSender _sender;
    private readonly AsapElements _elements;
    private readonly SubmittedField[][] _fields;
    private readonly SubmittedField[] _dropped;
    private readonly ArrayBufferWriter<byte> _line = new();
    private byte[] _pharmacy = [];
    private byte[] _patient = [];
    private string _controlNumber = "";
    private int _ofTransaction;
    private int _ofPharmacy;

    /// <param name="target">Stays open.</param>
    public AsapWriter(Stream target, AsapRelease release, AsapSender sender)
    {
        (_target, _release, _sender) = (target, release, sender);
        _elements = new AsapElements(release, Terminator);
        var positions = AsapFields.ByField(release);
        _fields = [.. Enum.GetValues<AsapSegmentKind>().Select(kind => AsapFields.InOrder(release, kind))];
        _dropped = [.. Enum.GetValues<SubmittedField>()
            .Where(f => f is not (SubmittedField.None or SubmittedField.Ingredients) && positions[(int)f].Element == 0)];
    }

    /// <summary>What could not be taken over, by field.</summary>
    public IReadOnlyList<AsapLoss> Losses => _elements.Losses;

    /// <summary>Begins a transaction.</summary>
    /// <param name="controlNumber">TH02, at most 40 characters, unique to the sender.</param>
    /// <param name="createdAt">TH05 and TH06, in UTC whatever the release.</param>
    /// <param name="firstDay">First day reported on, and <paramref name="lastDay"/> the last, both included.</param>
    public void BeginTransaction(string controlNumber, DateTimeOffset createdAt, DateOnly firstDay, DateOnly lastDay)
    {
        _controlNumber = controlNumber;
        _ofTransaction = 0;
        var created = createdAt.UtcDateTime.ToString(_release == AsapRelease.V50 ? "yyyyMMdd*HHmmss'Z'" : "yyyyMMdd*HHmmss", CultureInfo.InvariantCulture);
        // The terminator stands as the last element and, once more, ends the segment.
        Line($"TH*{_release.Name()}*{controlNumber}*01**{created}*P**~");
        Line(string.Create(CultureInfo.InvariantCulture, $"IS*{_sender.Id}*{_sender.Name}*#{firstDay:yyyyMMdd}#-#{lastDay:yyyyMMdd}#"));
    }

    public void Write(SubmittedRecord record)
    {
        foreach (var field in _dropped)
        {
            if (!record[field].IsEmpty)
            {
                _elements.Drop(field);
            }
        }

        foreach (var kind in OfRecord)
        {
            Render(kind, record);
            switch (kind)
            {
                case AsapSegmentKind.Pha when !_line.WrittenSpan.SequenceEqual(_pharmacy):
                    var pharmacy = _line.WrittenSpan.ToArray();
                    EndPharmacy();
                    _pharmacy = pharmacy;
                    Emit(pharmacy);
                    break;
                case AsapSegmentKind.Pat when !_line.WrittenSpan.SequenceEqual(_patient):
                    _patient = _line.WrittenSpan.ToArray();
                    Emit(_patient);
                    break;
                case AsapSegmentKind.Dsp or AsapSegmentKind.Pre:
                    Emit(_line.WrittenSpan);
                    break;
                case AsapSegmentKind.Air when _line.WrittenCount > "AIR"u8.Length:
                    Emit(_line.WrittenSpan);
                    break;
            }

            if (kind == AsapSegmentKind.Pre)
            {
                WriteIngredients(record[SubmittedField.Ingredients]);
            }
        }
    }

    public void EndTransaction()
    {
        EndPharmacy();
        Line($"TT*{_controlNumber}*{_ofTransaction + 1}");
    }

    public void Dispose() => _target.Flush();

    private void EndPharmacy()
    {
        if (_pharmacy.Length > 0)
        {
            Line($"TP*{_ofPharmacy + 1}");
        }

        (_pharmacy, _patient, _ofPharmacy) = ([], [], 0);
    }

    /// <summary>Puts a segment together in <see cref="_line"/>, without empty elements at its end.</summary>
    private void Render(AsapSegmentKind kind, SubmittedRecord record)
    {
        _line.ResetWrittenCount();
        _line.Write(Encoding.ASCII.GetBytes(kind.Id()));
        var separators = 0;
        foreach (var field in _fields[(int)kind])
        {
            separators++;
            var value = field == SubmittedField.None ? default : record[field];
            value = value.IsEmpty ? Default(field) : value;
            if (!value.IsEmpty)
            {
                for (; separators > 0; separators--)
                {
                    _line.Write("*"u8);
                }

                _elements.Write(_line, field, value);
            }
        }
    }

    /// <summary>What absence means in the CSV must be said in a file whose releases want it said.</summary>
    private static ReadOnlySpan<byte> Default(SubmittedField field) => field switch
    {
        SubmittedField.ReportStatus => "00"u8,
        SubmittedField.ProductIdQualifier => "01"u8,
        _ => default,
    };

    /// <summary>Writes CDI segments from what <see cref="CompoundIngredients"/> reads: the quantity, then four elements an ingredient.</summary>
    private void WriteIngredients(ReadOnlySpan<byte> composition)
    {
        if (composition.IsEmpty)
        {
            return;
        }

        _line.ResetWrittenCount();
        var element = -1;
        foreach (var value in composition.Split((byte)'*'))
        {
            if (element > 0 && element % 4 == 0)
            {
                Emit(_line.WrittenSpan);
                _line.ResetWrittenCount();
            }

            if (element >= 0)
            {
                _line.Write(element % 4 > 0 ? "*"u8 : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"CDI*{element / 4 + 1}*")));
                _elements.Write(_line, SubmittedField.Ingredients, composition[value]);
            }

            element++;
        }

        Emit(_line.WrittenSpan);
    }

    private void Line(string text) => Emit(Encoding.Latin1.GetBytes(text));

    private void Emit(ReadOnlySpan<byte> segment)
    {
        _ofTransaction++;
        _ofPharmacy++;
        _target.Write(segment);
        _target.Write([Terminator, (byte)'\n']);
    }
}
