namespace PdmpAnalytics.Ingestion;

/// <summary>What all identity checks share.</summary>
internal static class IdentityFaults
{
    /// <summary>Text that cannot be stored or shown rejects the record: not UTF-8, control characters such as NUL, or far too long.</summary>
    public static void AddUnclean(List<IdentityFault> faults, SubmittedRecord record, SubmittedField[] fields)
    {
        foreach (var field in fields)
        {
            if (!FieldText.IsClean(record[field]))
            {
                faults.Add(new(SubmissionErrorCode.TextInvalid, field));
            }

            if (record[field].Length > FieldText.MaxLength && field != SubmittedField.Ingredients)
            {
                faults.Add(new(SubmissionErrorCode.FieldFarTooLong, field));
            }
        }
    }

    public static bool AllowLoading(List<IdentityFault> faults) =>
        !faults.Exists(fault => fault.Code.Level() >= SubmissionErrorLevel.RejectsRecord);
}
