namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What a submitter is told about a file. It may quote the values of fields that have to be corrected, so it belongs into report
/// files only, never on a console or in a log.
/// </summary>
public sealed record SubmissionReport
{
    /// <summary>File name without folder.</summary>
    public required string Name { get; init; }

    /// <summary>Null when nothing is kept of the file.</summary>
    public int? SubmissionId { get; init; }

    /// <summary>The submitter's inbox folder; null for a file named on a command line.</summary>
    public string? Submitter { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required SubmissionResult Result { get; init; }

    /// <summary>True when the same bytes came again; everything else is about the first time.</summary>
    public bool CameBefore { get; init; }

    /// <summary>In file order; empty when the file was not read that far.</summary>
    public IReadOnlyList<SubmittedTransaction> Transactions { get; init; } = [];
    public required SubmissionCounts Counts { get; init; }

    /// <summary>Worst level first.</summary>
    public required IReadOnlyList<CodeCount> ByCode { get; init; }

    /// <summary>By position, those of the file first. Of codes that reject nothing not all need be listed.</summary>
    public required IReadOnlyList<ReportedFault> Faults { get; init; }
    public IReadOnlyList<UnknownProduct> UnknownProducts { get; init; } = [];

    /// <summary>Why no value is quoted although a record was rejected; null otherwise.</summary>
    public string? QuotesMissing { get; init; }

    /// <summary>Positions are ordinals of segments in an ASAP file and lines in a CSV file.</summary>
    public bool IsAsap => Transactions.Any(t => t.Version.Length > 0);

    public bool QuotesValues => Faults.Any(f => !string.IsNullOrEmpty(f.AsSent));

    /// <summary>Loaded records with a minor fault and none that is worse, as far as faults are listed.</summary>
    public long Warned => Faults
        .Where(f => f.Line > 0)
        .GroupBy(f => f.Line, f => f.Code.Level())
        .LongCount(levels => levels.Max() == SubmissionErrorLevel.Minor);

    /// <summary>True when <see cref="Warned"/> may leave some out.</summary>
    public bool WarnedIsLeast => ByCode.Any(c => c.Code.Level() == SubmissionErrorLevel.Minor && c.Count >= FaultLog.ListedPerCode);

    /// <summary>The report as it may stand on a console.</summary>
    public SubmissionReport WithoutValues() => this with { Faults = [.. Faults.Select(f => f with { AsSent = null })], QuotesMissing = null };

    /// <summary>The counts of a report that is made from the faults that were kept.</summary>
    internal static IReadOnlyList<CodeCount> CountKept(IReadOnlyList<SubmissionError> errors)
    {
        var allRejectionsKept = errors.Count(e => e.Line > 0 && e.Level >= SubmissionErrorLevel.RejectsRecord) < FaultLog.ListedRejections;
        return Ordered(errors.GroupBy(
            e => e.Code,
            (code, same) => same.Count() is var count && code.Level() >= SubmissionErrorLevel.RejectsRecord
                ? new CodeCount(code, count, IsLeast: !allRejectionsKept)
                : new CodeCount(code, count, IsLeast: count >= FaultLog.ListedPerCode)));
    }

    internal static IReadOnlyList<CodeCount> Ordered(IEnumerable<CodeCount> counts) =>
        [.. counts.OrderByDescending(c => c.Code.Level()).ThenBy(c => c.Code)];
}

/// <summary>How often a code was found in a file.</summary>
/// <param name="IsLeast">True when there were at least as many, because no more are kept.</param>
public readonly record struct CodeCount(SubmissionErrorCode Code, long Count, bool IsLeast = false);

/// <summary>A fault as it is reported.</summary>
/// <param name="Line">Position in the file; 0 for the file as a whole.</param>
/// <param name="Field">Column of a CSV file or element of an ASAP file; empty for a record as a whole.</param>
/// <param name="AsSent">The field's text by <see cref="SubmittedQuote"/>; empty when it was blank, null when it is not known.</param>
public sealed record ReportedFault(int Line, string Field, SubmissionErrorCode Code, string? AsSent = null);
