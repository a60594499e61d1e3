namespace PdmpAnalytics.Retention;

/// <summary>How a purge goes about its work.</summary>
public sealed record RetentionOptions
{
    /// <summary>Patients a transaction. Our choice, 2026-11-22: a second or two, so that look-ups do not wait and little is done twice.</summary>
    public int PatientsPerBatch { get; init; } = 500;
}
