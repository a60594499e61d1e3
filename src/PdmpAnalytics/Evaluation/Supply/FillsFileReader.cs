using CsvHelper;
using PdmpAnalytics.Dispensing.Adherence;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>
/// Reads a plain CSV of fills row by row: <c>PATIENT_ID,DATE,PERDAY,CATEGORY,DURATION</c>, in any order and case, or as
/// <c>patient,date,dose,category,duration</c>; gzip is told by content. Patients and categories become numbers from 0.
/// </summary>
internal sealed class FillsFileReader : IDisposable
{
    /// <summary>Beyond this a quote was never closed: our choice, 2026-11-22.</summary>
    private const int MaxRecordSize = 1 << 20;

    private static readonly (string Name, string[] Names)[] Columns =
        [("PATIENT_ID", ["PATIENT"]), ("DATE", []), ("DURATION", []), ("PERDAY", ["DOSE"]), ("CATEGORY", [])];

    private readonly FillsFileNeeds _needs;
    private readonly FillsFileAccount _account;
    private readonly SubmittedStream _text;
    private readonly CsvReader _csv;
    private readonly SpanInterner _patients = new();
    private readonly SpanInterner _categories = new();
    private readonly int[] _index = new int[Columns.Length];
    private bool _malformed;

    public FillsFileReader(Stream file, FillsFileNeeds needs, FillsFileAccount account)
    {
        (_needs, _account) = (needs, account);
        _text = SubmittedStream.Open(file);
        _csv = CsvReader.Create(_text, new CsvReaderOptions
        {
            MaxRecordSize = MaxRecordSize,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = _ => _malformed = true,
        });
    }

    /// <summary>Number of the current row's patient; -1 for a row that names none.</summary>
    public int Patient { get; private set; }

    /// <summary>The current row; null when it is at fault.</summary>
    public MedicationEvent? Event { get; private set; }

    /// <summary>The current row is its patient's first.</summary>
    public bool IsNewPatient { get; private set; }

    /// <summary>A patient's id as it stands in the file.</summary>
    public ReadOnlySpan<byte> IdOf(int patient) => _patients.TextOf(patient);

    /// <summary>Goes to the next row; false at the end, or where the file as a whole is at fault.</summary>
    public bool Read()
    {
        try
        {
            if (_account.IsRejected || (_account.Rows == 0 && !Start()) || !_csv.Read())
            {
                return false;
            }

            _account.Rows++;
            Take();
            return true;
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException)
        {
            _account.Add(new FillsFileFault(0, FillsFileFaultCode.Unreadable));
            return false;
        }
    }

    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    private bool Start()
    {
        if (_text.IsBinary || _text.IsEmpty)
        {
            _account.Add(new FillsFileFault(0, FillsFileFaultCode.Unreadable));
            return false;
        }

        var headers = _csv.Headers.Select(h => h.Trim().ToUpperInvariant()).ToList();
        for (var c = 0; c < Columns.Length; c++)
        {
            var (name, others) = Columns[c];
            _index[c] = others.Prepend(name).Select(n => headers.IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
            if (_index[c] < 0 && IsNeeded(c))
            {
                _account.Add(new FillsFileFault(0, FillsFileFaultCode.ColumnMissing, name));
            }
        }

        return !_account.IsRejected;
    }

    private bool IsNeeded(int column) => column < 3 || (column == 3 && _needs.Dose) || (column == 4 && _needs.Category);

    private void Take()
    {
        Event = null;
        var id = Field(0);
        IsNewPatient = false;
        Patient = id.IsEmpty ? -1 : _patients.Intern(id, out var isNew) is var number && (IsNewPatient = isNew) ? number : number;
        var malformed = _malformed || _csv.FieldCount != _csv.Headers.Count;
        _malformed = false;
        if (malformed)
        {
            Report(FillsFileFaultCode.Fields, -1);
            return;
        }

        var fault = false;
        for (var c = 0; c < Columns.Length; c++)
        {
            if (IsNeeded(c) && Field(c).IsEmpty)
            {
                Report(FillsFileFaultCode.Blank, c);
                fault = true;
            }
        }

        if (!fault)
        {
            TakeEvent();
        }
    }

    private void TakeEvent()
    {
        if (!TryDay(Field(1), out var day))
        {
            Report(FillsFileFaultCode.Date, 1);
        }
        else if (!FieldText.TryDecimal(Field(2), out var days) || days <= 0 || (_needs.WholeDays && days != Math.Floor(days)))
        {
            Report(FillsFileFaultCode.Number, 2);
        }
        else
        {
            var dose = 1.0;
            if (_needs.Dose && (!FieldText.TryDecimal(Field(3), out dose) || dose <= 0))
            {
                Report(FillsFileFaultCode.Number, 3);
                return;
            }

            Event = new MedicationEvent(day, days, dose, _needs.Category ? _categories.Intern(Field(4), out _) : 0);
        }
    }

    /// <summary>A field without blanks around it; empty where the row or the file has none.</summary>
    private ReadOnlySpan<byte> Field(int column) =>
        _index[column] >= 0 && _index[column] < _csv.FieldCount ? _csv.GetSpan(_index[column]).Trim(" \t"u8) : default;

    private void Report(FillsFileFaultCode code, int column) =>
        _account.Add(new FillsFileFault(_csv.LineNumber, code, column < 0 ? "" : Columns[column].Name));

    /// <summary>As everywhere, and month first as in AdhereR's example: MM/dd/yyyy.</summary>
    private static bool TryDay(ReadOnlySpan<byte> text, out int day)
    {
        if (text.Length != 10 || text[2] != (byte)'/' || text[5] != (byte)'/')
        {
            return FieldText.TryDay(text, out day);
        }

        ReadOnlySpan<byte> iso = [.. text[6..], .. text[..2], .. text[3..5]];
        return FieldText.TryDay(iso, out day);
    }
}
