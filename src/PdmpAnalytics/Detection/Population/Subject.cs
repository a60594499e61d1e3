namespace PdmpAnalytics.Detection.Population;

/// <summary>Whom a finding is about.</summary>
public enum SubjectKind : byte
{
    Patient,

    /// <summary>An identity cluster over NPI and DEA number (6.0.4): the smallest row id of its prescribers.</summary>
    Prescriber,
    Dispenser,
}

/// <summary>One patient, prescriber or dispenser.</summary>
public readonly record struct Subject(SubjectKind Kind, long Id)
{
    public static Subject Patient(long id) => new(SubjectKind.Patient, id);

    public static Subject Prescriber(int id) => new(SubjectKind.Prescriber, id);

    public static Subject Dispenser(int id) => new(SubjectKind.Dispenser, id);
}
