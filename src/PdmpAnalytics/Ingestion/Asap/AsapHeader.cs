namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Reads what TH and IS say of a transaction.</summary>
/// <param name="zone">Of times before release 5.0.</param>
/// <param name="receivedAt">Transactions may be dated up to a day later.</param>
internal sealed class AsapHeader(TimeZoneInfo zone, DateTimeOffset receivedAt)
{
    /// <summary>TH02 has 40 characters, IS01 10 and IS02 60; what is far longer is something else. Our choice, 2026-11-22.</summary>
    private const int MaxLength = 100;

    /// <summary>
    /// In days. A longer period, or one that ends after its transaction was made, is a slip that would hide a pharmacy's silence:
    /// fill dates and DSP05 then speak for themselves. Our choice, 2026-11-22.
    /// </summary>
    private const int LongestPeriod = 366;

    /// <summary>The transaction of a header; null with the fault that keeps it from being read.</summary>
    public SubmittedTransaction? Read(AsapSegment th, AsapRelease release, short sequence, int line, out FileFault? fault)
    {
        fault = null;
        TransactionKind? kind = th[3].IsEmpty ? TransactionKind.Send : FieldText.Number(th[3]) switch
        {
            1 => TransactionKind.Send,
            4 => TransactionKind.Void,
            _ => null,
        };
        var bad = !IsUsable(th[2]) ? "TH02" : kind is null ? "TH03" : th[7] is not ([(byte)'P'] or [(byte)'T']) ? "TH07" : null;
        if (bad is not null)
        {
            fault = new FileFault(SubmissionErrorCode.HeaderElement, line, bad);
            return null;
        }

        if (!TryInstant(th[5], th[6], release, out var reportedAt, out var isUtc) || reportedAt > receivedAt.AddDays(1))
        {
            fault = new FileFault(SubmissionErrorCode.TransactionDate, line, "TH05");
            return null;
        }

        return new SubmittedTransaction
        {
            Sequence = sequence,
            Kind = kind!.Value,
            Version = release.Name(),
            ControlNumber = FieldText.Text(th[2]),
            IsTest = th[7] is [(byte)'T'],
            ReportedAt = reportedAt,
            TimeZone = isUtc ? TimeZoneInfo.Utc.Id : zone.Id,
            FirstLine = line,
            LastLine = line,
        };
    }

    /// <summary>Adds sender and reporting period; the fault when the sender cannot be told.</summary>
    public static FileFault? ReadSource(AsapSegment source, SubmittedTransaction transaction, int line)
    {
        if (!IsUsable(source[1]))
        {
            return new FileFault(SubmissionErrorCode.HeaderElement, line, "IS01");
        }

        if (!source[2].IsEmpty && !IsUsable(source[2]))
        {
            return new FileFault(SubmissionErrorCode.HeaderElement, line, "IS02");
        }

        transaction.Sender = FieldText.Text(source[1]);
        transaction.SenderName = FieldText.Text(source[2]);
        if (TryPeriod(source[3], out var first, out var last) && last.DayNumber - first.DayNumber < LongestPeriod
            && last <= DateOnly.FromDateTime(transaction.ReportedAt.UtcDateTime.AddDays(1)))
        {
            (transaction.PeriodFirstDay, transaction.PeriodLastDay) = (first, last);
        }

        return null;
    }

    private static bool IsUsable(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MaxLength && FieldText.IsClean(text);

    /// <summary>TH05 and TH06: HHMM or HHMMSS in the programme's time; a Z behind it, as 5.0 has it, means UTC.</summary>
    private bool TryInstant(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time, AsapRelease release, out DateTimeOffset instant, out bool isUtc)
    {
        instant = default;
        isUtc = release == AsapRelease.V50 || time is [.., (byte)'Z' or (byte)'z'];
        time = time is [.., (byte)'Z' or (byte)'z'] ? time[..^1] : time;
        var hourAndMinute = time.Length is 4 or 6 ? FieldText.Number(time[..4]) : -1;
        var second = time.Length == 6 ? FieldText.Number(time[4..]) : 0;
        // Far from the first and the last instant there are, which no time zone may be added to or subtracted from.
        if (date.Length != 8 || !FieldText.TryDay(date, out var day, out var number) || number is < 1900_0000 or > 2999_1231
            || hourAndMinute is < 0 or > 2359 || hourAndMinute % 100 > 59 || second is < 0 or > 59)
        {
            return false;
        }

        var local = DateOnly.FromDayNumber(day).ToDateTime(new TimeOnly(hourAndMinute / 100, hourAndMinute % 100, second));
        // The offset is asked for by itself: an hour that summer time leaves out must not end in an exception.
        instant = new DateTimeOffset(local - (isUtc ? TimeSpan.Zero : zone.GetUtcOffset(local)), TimeSpan.Zero);
        return true;
    }

    /// <summary>IS03 when it begins <c>#CCYYMMDD#-#CCYYMMDD#</c>.</summary>
    private static bool TryPeriod(ReadOnlySpan<byte> text, out DateOnly first, out DateOnly last)
    {
        (first, last) = (default, default);
        if (text.Length < 21 || text[0] != (byte)'#' || !text[9..12].SequenceEqual("#-#"u8) || text[20] != (byte)'#'
            || !FieldText.TryDay(text[1..9], out var from) || !FieldText.TryDay(text[12..20], out var to) || to < from)
        {
            return false;
        }

        (first, last) = (DateOnly.FromDayNumber(from), DateOnly.FromDayNumber(to));
        return true;
    }
}
