namespace PdmpAnalytics.Detection;

/// <summary>What was found about one patient, judged on the whole history.</summary>
public sealed record PatientJudgement : SubjectJudgement
{
    public required long PatientId { get; init; }

    /// <summary>Set when some of the evidence hangs on an uncertain link.</summary>
    public IdentityDoubt? Doubt { get; init; }

    /// <summary>The judgement without the fills that hang on it; null without a doubt.</summary>
    public PatientJudgement? Without { get; init; }

    /// <summary>The sample the patient was drawn by, should no rule queue it; null when it was not drawn.</summary>
    public BlindSample? DrawnBy { get; init; }
}
