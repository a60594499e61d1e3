using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>What an alert can be about.</summary>
public enum AlertSubjectKind : byte
{
    Patient,
    Prescriber,
    Dispenser,
}

/// <summary>The patient, prescriber or dispenser an alert is about. At most one alert a subject is open at a time.</summary>
public readonly record struct AlertSubject(AlertSubjectKind Kind, long Id)
{
    public static AlertSubject Of(SubjectJudgement judgement) => judgement switch
    {
        PatientJudgement patient => new(AlertSubjectKind.Patient, patient.PatientId),
        PrescriberJudgement prescriber => new(AlertSubjectKind.Prescriber, prescriber.PrescriberId),
        DispenserJudgement dispenser => new(AlertSubjectKind.Dispenser, dispenser.DispenserId),
        _ => throw new ArgumentException($"No subject of an alert: {judgement.GetType().Name}.", nameof(judgement)),
    };
}
