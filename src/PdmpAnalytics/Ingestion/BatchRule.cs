namespace PdmpAnalytics.Ingestion;

/// <summary>
/// When a file is refused as a whole for the faults of its records (domain reference 1.9). Only what the checks found counts, not
/// what the store holds: else the order in which files arrive would decide.
/// </summary>
internal static class BatchRule
{
    /// <param name="read">Records read.</param>
    /// <param name="fatal">Of these, with a fault that rejects the record.</param>
    /// <param name="serious">Of these, with a serious fault and none that rejects.</param>
    public static bool Refuses(long read, long fatal, long serious, IngestionOptions options) =>
        read > 0 && fatal == read
        || read >= options.ShareMinimum && (fatal > options.FatalShare * read || serious > options.SeriousShare * read);
}
