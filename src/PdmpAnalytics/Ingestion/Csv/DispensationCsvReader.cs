using System.Buffers;
using System.Text;
using CsvHelper;

namespace PdmpAnalytics.Ingestion.Csv;

/// <summary>Reads the dispensation CSV of the contract: header in any order, quotes, any line ending, in constant memory.</summary>
internal sealed class DispensationCsvReader : SubmissionReader
{
    /// <summary>A record of ours has about 300 bytes; beyond this a quote was never closed. Our choice, 2026-11-22.</summary>
    public const int MaxRecordSize = 1024 * 1024;

    private readonly SubmittedStream _text;
    private readonly Queue<(long Record, CsvMalformedReason Reason)> _malformed = new();
    private readonly CsvReader _csv;
    private readonly CsvRecord _record;
    private int _columnCount;
    private bool _lastWasShort;
    private bool _started;

    /// <param name="bufferSize">Bytes read at a time; tests make it small.</param>
    public DispensationCsvReader(SubmittedStream text, int bufferSize = 256 * 1024)
    {
        _text = text;
        _csv = CsvReader.Create(text, new CsvReaderOptions
        {
            BufferSize = bufferSize,
            MaxRecordSize = MaxRecordSize,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => _malformed.Enqueue((record.RecordNumber, record.Reason)),
        });
        _record = new CsvRecord(_csv);
    }

    public override SubmissionKind Kind => SubmissionKind.Csv;

    /// <summary>The whole file is one transaction; its time is that of receipt, which the caller knows.</summary>
    public override IReadOnlyList<SubmittedTransaction> Transactions { get; } =
    [
        new() { Sequence = 1, Kind = TransactionKind.Send, Version = "", ControlNumber = "", IsTest = false, FirstLine = 1, LastLine = int.MaxValue },
    ];

    public override SubmittedRecord Record => _record;

    public override bool Read(out SubmissionErrorCode? malformed)
    {
        malformed = null;
        try
        {
            return (_started || Start()) && ReadNext(out malformed);
        }
        catch (CsvFormatException fault)
        {
            Fault = new FileFault(SubmissionErrorCode.RecordTooLong, LineOf(fault.LineNumber));
        }
        catch (InvalidDataException)
        {
            FailDamaged();
        }

        return false;
    }

    public override void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    private bool Start()
    {
        _started = true;
        if (_text.IsBinary)
        {
            Fault = new FileFault(SubmissionErrorCode.FileNotText, 0);
            return false;
        }

        _csv.ReadHeader();
        var header = _csv.Headers;
        if (header.Count == 0)
        {
            Fault = new FileFault(SubmissionErrorCode.FileEmpty, 0);
            return false;
        }

        _columnCount = header.Count;
        var notes = new List<FileFault>();
        var columns = DispensationCsvColumns.Read([.. header], notes, out var fault);
        Fault = fault;
        if (columns is null)
        {
            // Without a usable header "unknown column" says nothing.
            return false;
        }

        notes.ForEach(note => Note(note));
        _record.Use(columns);
        return true;
    }

    private bool ReadNext(out SubmissionErrorCode? malformed)
    {
        malformed = null;
        if (!_csv.Read())
        {
            End();
            return false;
        }

        _lastWasShort = _csv.FieldCount < _columnCount;
        if (_csv.FieldCount != _columnCount)
        {
            malformed = SubmissionErrorCode.FieldCount;
        }

        // The header is record 1.
        while (_malformed.TryPeek(out var bad) && bad.Record <= _csv.RowNumber + 1)
        {
            _malformed.Dequeue();
            if (bad.Reason == CsvMalformedReason.UnterminatedQuote)
            {
                Fault = new FileFault(SubmissionErrorCode.FileIncompleteRecord, _record.Line);
                return false;
            }

            malformed = SubmissionErrorCode.QuotesInvalid;
        }

        return true;
    }

    private void End()
    {
        var endsWithBreak = _text.LastByte is (byte)'\n' or (byte)'\r';
        if (_csv.RowNumber == 0)
        {
            Fault = new FileFault(SubmissionErrorCode.FileEmpty, 0);
        }
        else if (_lastWasShort && !endsWithBreak)
        {
            Fault = new FileFault(SubmissionErrorCode.FileIncompleteRecord, 0);
        }
        else if (!endsWithBreak)
        {
            Note(new FileFault(SubmissionErrorCode.NoFinalLineBreak, 0));
        }
    }

    private static int LineOf(long line) => (int)Math.Min(line, int.MaxValue);

    private sealed class CsvRecord(CsvReader csv) : SubmittedRecord
    {
        private int[] _columns = [];

        /// <summary>Takes the columns of a usable header; before, a record has no field.</summary>
        public void Use(DispensationCsvColumns columns) => _columns = columns.ByField;

        public override int Line => LineOf(csv.LineNumber);

        public override ReadOnlySpan<byte> this[SubmittedField field]
        {
            get
            {
                var column = _columns[(int)field];
                return column < 0 ? default : Trimmed(csv.GetSpan(column));
            }
        }

        public override byte[] ToFile()
        {
            var text = new ArrayBufferWriter<byte>(1024);
            for (var i = 0; i < csv.Headers.Count; i++)
            {
                Write(text, Encoding.UTF8.GetBytes(csv.Headers[i]), isFirst: i == 0);
            }

            text.Write("\n"u8);
            for (var i = 0; i < csv.FieldCount; i++)
            {
                Write(text, csv.GetSpan(i), isFirst: i == 0);
            }

            text.Write("\n"u8);
            return text.WrittenSpan.ToArray();
        }

        private static void Write(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> field, bool isFirst)
        {
            text.Write(isFirst ? "\""u8 : ",\""u8);
            for (int quote; (quote = field.IndexOf((byte)'"')) >= 0; field = field[(quote + 1)..])
            {
                text.Write(field[..(quote + 1)]);
                text.Write("\""u8);
            }

            text.Write(field);
            text.Write("\""u8);
        }

        private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) =>
            text.IsEmpty || text[0] > ' ' && text[^1] > ' ' ? text : text.Trim(" \t"u8);
    }
}
