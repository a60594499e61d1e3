namespace PdmpAnalytics.Patients;

/// <summary>
/// A person (or animal) that patient records were resolved to. Ids are never given twice: a patient merged into another
/// keeps its row and says where its records went.
/// </summary>
public sealed class Patient
{
    /// <summary>Given in order of first sight, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>The patient that took over all records; null for a patient in use.</summary>
    public long? MergedInto { get; set; }
}

/// <summary>
/// A patient whose records or identity changed since the last judging. Whoever judges removes the row in the transaction
/// that publishes the judgement; a row for a merged patient stands for withdrawing what was raised on it.
/// </summary>
public sealed class PatientToJudge
{
    /// <summary>The patient's id; negative while a run is judging it (Storage/JudgingMarks), so that a mark made meanwhile stays.</summary>
    public required long PatientId { get; init; }
}
