namespace PdmpAnalytics.Ingestion;

/// <summary>How outcomes are counted and told.</summary>
internal static class ReportOutcomes
{
    /// <summary>The fault a submitter is told; null when there is nothing to tell.</summary>
    public static SubmissionErrorCode? Code(this ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.LoadedUnknown or ReportOutcome.NotFound => SubmissionErrorCode.TargetNotFound,
        ReportOutcome.Duplicate => SubmissionErrorCode.Duplicate,
        ReportOutcome.KeyExists => SubmissionErrorCode.KeyExists,
        ReportOutcome.VoidMismatch => SubmissionErrorCode.VoidMismatch,
        ReportOutcome.RevisionRefused => SubmissionErrorCode.RevisionTargetMissing,
        ReportOutcome.Loaded or ReportOutcome.Revised or ReportOutcome.Voided or ReportOutcome.Untouched => null,
    };

    /// <summary>True when the record is not in force: it is to be corrected.</summary>
    public static bool IsRejected(this ReportOutcome outcome) =>
        outcome is ReportOutcome.KeyExists or ReportOutcome.VoidMismatch or ReportOutcome.RevisionRefused;

    /// <summary>True when a version was added that was in force at its place.</summary>
    public static bool IsVersion(this ReportOutcome outcome) =>
        outcome is ReportOutcome.Loaded or ReportOutcome.LoadedUnknown or ReportOutcome.Revised;

    public static void Count(this SubmissionCounts counts, ReportOutcome outcome)
    {
        switch (outcome)
        {
            case ReportOutcome.Loaded:
                counts.Loaded++;
                break;
            case ReportOutcome.LoadedUnknown:
                counts.Loaded++;
                counts.NotFound++;
                break;
            case ReportOutcome.Revised:
                counts.Revised++;
                break;
            case ReportOutcome.Voided:
                counts.Voided++;
                break;
            case ReportOutcome.Duplicate:
                counts.Duplicates++;
                break;
            case ReportOutcome.NotFound:
                counts.NotFound++;
                break;
            case ReportOutcome.KeyExists or ReportOutcome.VoidMismatch or ReportOutcome.RevisionRefused:
                counts.Rejected++;
                break;
            case ReportOutcome.Untouched:
                break;
        }
    }
}
