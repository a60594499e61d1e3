namespace PdmpAnalytics.Ingestion;

/// <summary>What all identity checks share.</summary>
internal static class IdentityFaults
{
    /// <summary>Text that cannot be stored or shown rejects the record: not UTF-8, or control characters such as NUL.</summary>
    public static void AddUnclean(List<IdentityFault> faults, SubmittedRecord record, SubmittedField[] fields)
    {
        foreach (var field in fields)
        {
            if (!FieldText.IsClean(record[field]))
            {
                faults.Add(new(SubmissionErrorCode.TextInvalid, field));
            }
        }
    }

    public static bool AllowLoading(List<IdentityFault> faults) =>
        !faults.Exists(fault => fault.Code.Level() >= SubmissionErrorLevel.RejectsRecord);
}
