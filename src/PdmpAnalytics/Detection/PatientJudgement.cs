namespace PdmpAnalytics.Detection;

/// <summary>What was found about one patient, judged on the whole history.</summary>
public sealed record PatientJudgement : SubjectJudgement
{
    public required long PatientId { get; init; }
}
