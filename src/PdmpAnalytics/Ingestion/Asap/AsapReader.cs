using System.Globalization;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Reads ASAP files of releases 4.2 to 5.0, one transaction behind the other, in constant memory.</summary>
internal sealed class AsapReader : SubmissionReader
{
    private readonly SubmittedStream _text;
    private readonly AsapScanner _scanner;
    private readonly AsapHeader _header;
    private readonly bool _strictCounts;
    private readonly AsapRecord _record = new();
    private readonly AsapOrder _order = new();
    private readonly AsapTally _tally = new();
    private readonly List<SubmittedTransaction> _transactions = [];
    private AsapRelease _release;

    /// <summary>Ordinal of the segment in hand, in the whole file, from 1.</summary>
    private int _line;
    private AsapSegmentKind _kind;
    private bool _isInHand;
    private bool _hasRecords;

    /// <param name="receivedAt">Transactions may be dated up to a day later.</param>
    /// <param name="bufferSize">Bytes read at a time; tests make it small.</param>
    public AsapReader(SubmittedStream text, IngestionOptions options, DateTimeOffset receivedAt, int bufferSize = 256 * 1024)
    {
        _text = text;
        _scanner = new AsapScanner(text, bufferSize);
        _header = new AsapHeader(options.TimeZone, receivedAt);
        _strictCounts = options.StrictCounts;
    }

    public override SubmissionKind Kind => SubmissionKind.Asap;

    public override SubmittedRecord Record => _record;

    public override IReadOnlyList<SubmittedTransaction> Transactions => _transactions;

    public override bool Read(out SubmissionErrorCode? malformed)
    {
        malformed = null;
        try
        {
            while (Fault is null && (_isInHand || Next()))
            {
                var isRecord = _order.EndsRecord(_kind, out var isBroken);
                if (!isRecord)
                {
                    _isInHand = false;
                    isBroken = isRecord = Take();
                }

                if (isRecord)
                {
                    _hasRecords = true;
                    malformed = isBroken ? SubmissionErrorCode.SegmentOutOfOrder : null;
                    return true;
                }
            }
        }
        catch (InvalidDataException)
        {
            FailDamaged();
        }

        return false;
    }

    public override void Dispose()
    {
        _tally.Dispose();
        _text.Dispose();
    }

    /// <summary>Takes the next segment in hand; false at the end of the file or at a fault.</summary>
    private bool Next()
    {
        if (_order.IsOutside)
        {
            return NextTransaction();
        }

        var scan = _scanner.Next();
        if (scan == AsapScan.TooLong)
        {
            return Fail(SubmissionErrorCode.RecordTooLong, _line + 1);
        }

        if (scan == AsapScan.AtEnd || scan == AsapScan.Unterminated && !IsWholeTrailer())
        {
            return Fail(SubmissionErrorCode.TransactionIncomplete, _line);
        }

        return TakeInHand(AsapSegmentKinds.Of(_scanner.Segment));
    }

    /// <summary>The last segment may lack its terminator when its counts show that nothing else of it is missing.</summary>
    private bool IsWholeTrailer()
    {
        var trailer = _record[AsapSegmentKind.Tt];
        trailer.Take(_scanner.Segment);
        var isWhole = AsapSegmentKinds.Of(_scanner.Segment) == AsapSegmentKind.Tt
            && trailer[1].SequenceEqual(_record[AsapSegmentKind.Th][2]) && IsCount(trailer[2], _tally.OfTransaction + 1);
        if (isWhole)
        {
            Note(new FileFault(SubmissionErrorCode.NoFinalLineBreak, 0));
        }

        return isWhole;
    }

    private bool NextTransaction()
    {
        if (!_scanner.IsAtHeader(out var scan))
        {
            return scan switch
            {
                AsapScan.AtEnd when _hasRecords || _transactions.Exists(t => t.Kind == TransactionKind.Void) => false,
                AsapScan.AtEnd => Fail(SubmissionErrorCode.FileEmpty, 0),
                AsapScan.TooLong => Fail(SubmissionErrorCode.RecordTooLong, _line + 1),
                AsapScan.Found or AsapScan.Unterminated => Fail(
                    _transactions.Count == 0 ? SubmissionErrorCode.HeaderMissing : SubmissionErrorCode.TransactionIncomplete, _line + 1),
            };
        }

        scan = _scanner.NextHeader();
        if (scan == AsapScan.Unterminated)
        {
            return Fail(SubmissionErrorCode.TransactionIncomplete, _line + 1);
        }

        if (scan == AsapScan.TooLong || !IsTerminator(_scanner.Terminator))
        {
            return Fail(SubmissionErrorCode.TerminatorUnusable, _line + 1, "TH09");
        }

        _tally.BeginTransaction();
        return TakeInHand(AsapSegmentKind.Th);
    }

    /// <summary>Printable ASCII or one of its four separators (FS to US), which systems of the EDI kind use.</summary>
    private static bool IsTerminator(byte c) =>
        c is (>= 0x1C and <= 0x1F) or (> (byte)' ' and < 0x7F and not (byte)'*') && !char.IsAsciiLetterOrDigit((char)c);

    private bool TakeInHand(AsapSegmentKind kind)
    {
        if (_line == int.MaxValue)
        {
            return Fail(SubmissionErrorCode.FileTooLarge, _line);
        }

        _line++;
        _kind = kind;
        if (kind == AsapSegmentKind.Pha)
        {
            _tally.BeginPharmacy();
        }

        _tally.Add(_scanner.Segment);
        return _isInHand = true;
    }

    /// <summary>Takes the segment in hand; true when it belongs to nothing and is handed out as a record that cannot be loaded.</summary>
    private bool Take()
    {
        if (_order.LacksSource && _kind is not (AsapSegmentKind.Is or AsapSegmentKind.Th or AsapSegmentKind.Unknown))
        {
            return Fail(SubmissionErrorCode.SourceMissing, _line);
        }

        switch (_kind)
        {
            case AsapSegmentKind.Unknown:
                // An id is not repeated, for it may be any text; IR is one that other releases have.
                Note(new FileFault(SubmissionErrorCode.SegmentUnknown, _line, _scanner.Segment.StartsWith("IR*"u8) ? "IR" : ""));
                return false;
            case AsapSegmentKind.Th:
                return TakeHeader();
            case AsapSegmentKind.Is:
                return TakeSource();
            case AsapSegmentKind.Pha or AsapSegmentKind.Pat or AsapSegmentKind.Dsp:
                return TakeGroup();
            case AsapSegmentKind.Pre or AsapSegmentKind.Cdi or AsapSegmentKind.Air:
                return TakeDetail();
            case AsapSegmentKind.Tp:
                return TakePharmacyTrailer();
            case AsapSegmentKind.Tt:
                return TakeTrailer();
        }

        return false;
    }

    private bool TakeHeader()
    {
        if (!_order.IsOutside)
        {
            return Fail(SubmissionErrorCode.TransactionIncomplete, _line);
        }

        var header = Keep(_record[AsapSegmentKind.Th]);
        if (!AsapReleases.TryParse(header[1], out _release))
        {
            return Fail(SubmissionErrorCode.ReleaseUnknown, _line, "TH01");
        }

        if (_transactions.Count == short.MaxValue)
        {
            return Fail(SubmissionErrorCode.FileTooLarge, _line);
        }

        var transaction = _header.Read(header, _release, (short)(_transactions.Count + 1), _line, out var fault);
        Fault = fault;
        if (transaction is not null)
        {
            _transactions.Add(transaction);
            _record.Begin(transaction.Sequence, _release, _scanner.Terminator);
            _order.BeginTransaction(carriesRecords: transaction.Kind == TransactionKind.Send);
        }

        return false;
    }

    private bool TakeSource()
    {
        if (!_order.TakeSource())
        {
            return Fail(SubmissionErrorCode.SourceMissing, _line);
        }

        Fault = AsapHeader.ReadSource(Keep(_record[AsapSegmentKind.Is]), _transactions[^1], _line);
        return false;
    }

    private bool TakeGroup()
    {
        if (_kind == AsapSegmentKind.Pha)
        {
            NotePharmacyNotEnded();
            _record[AsapSegmentKind.Pat].Clear();
        }

        var fits = _order.Take(_kind, out var isNews);
        _record.BeginRecord(_line);
        Keep(_record[_kind]);
        return isNews && !fits;
    }

    private bool TakeDetail()
    {
        var fits = _order.Take(_kind, out var isNews);
        if (!fits)
        {
            _record.BeginRecord(_line);
        }

        var segment = _kind == AsapSegmentKind.Cdi ? _record.NextIngredient() : _record[_kind];
        if (segment is null || !segment.IsEmpty && _kind != AsapSegmentKind.Cdi)
        {
            // A second prescriber, or more ingredients than can be numbered: the first are kept.
            _order.Break();
        }
        else
        {
            Keep(segment);
        }

        return isNews;
    }

    private bool TakePharmacyTrailer()
    {
        var trailer = Keep(_record[AsapSegmentKind.Tp]);
        if (!_order.IsInPharmacy || !IsCount(trailer[1], _tally.OfPharmacy))
        {
            Note(new FileFault(SubmissionErrorCode.PharmacySegmentCount, _line, "TP01"));
        }

        _order.EndPharmacy();
        _record[AsapSegmentKind.Pha].Clear();
        _record[AsapSegmentKind.Pat].Clear();
        return false;
    }

    private bool TakeTrailer()
    {
        NotePharmacyNotEnded();
        var trailer = Keep(_record[AsapSegmentKind.Tt]);
        if (!trailer[1].SequenceEqual(_record[AsapSegmentKind.Th][2]))
        {
            return Fail(SubmissionErrorCode.ControlNumberMismatch, _line, "TT01");
        }

        if (!IsCount(trailer[2], _tally.OfTransaction))
        {
            var fault = new FileFault(SubmissionErrorCode.SegmentCount, _line, "TT02");
            if (_strictCounts)
            {
                Fault = fault;
                return false;
            }

            Note(fault);
        }

        _transactions[^1].LastLine = _line;
        _transactions[^1].ContentHash = _tally.End();
        _order.EndTransaction();
        return false;
    }

    private void NotePharmacyNotEnded()
    {
        if (_order.IsInPharmacy)
        {
            Note(new FileFault(SubmissionErrorCode.PharmacySegmentCount, _line, "TP"));
        }
    }

    private AsapSegment Keep(AsapSegment segment)
    {
        if (!segment.Take(_scanner.Segment))
        {
            Note(new FileFault(SubmissionErrorCode.NotAscii, _line), listed: 1);
        }

        if (segment.HasTextBehind(AsapFields.LastElement(_release, _kind)))
        {
            Note(new FileFault(SubmissionErrorCode.ElementUnknown, _line, _kind.Id()));
        }

        var limits = AsapLengths.OfElements(_release, _kind);
        for (var element = 0; (element = segment.NextTooLong(limits, element)) > 0;)
        {
            Note(new FileFault(SubmissionErrorCode.FieldTooLong, _line, string.Create(CultureInfo.InvariantCulture, $"{_kind.Id()}{element:D2}")));
        }

        return segment;
    }

    /// <summary>True when a trailer states a count; it may have leading zeros.</summary>
    private static bool IsCount(ReadOnlySpan<byte> text, int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var stated)
        && stated == count;

    /// <summary>Ends reading with a fault of the whole file; always false.</summary>
    private bool Fail(SubmissionErrorCode code, int line, string detail = "")
    {
        Fault = new FileFault(code, line, detail);
        return false;
    }
}
