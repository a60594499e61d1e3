namespace PdmpAnalytics.Patients;

/// <summary>Which patient a live dispensation belongs to, by the record's key; no identity.</summary>
/// <param name="Confidence">Probability that the record belongs to the patient; 1 while only exact keys link records.</param>
public sealed record LinkedDispensation(
    string? DispenserDea,
    string? DispenserNpi,
    string? DispenserNcpdp,
    string RxNumber,
    int FillNumber,
    int PartialFill,
    DateOnly FilledOn,
    long PatientId,
    double Confidence);
