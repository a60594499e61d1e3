namespace PdmpAnalytics.Patients;

/// <summary>Which patient a live dispensation belongs to, by the record's key; no identity.</summary>
/// <param name="Confidence">Probability of the weakest link that holds the record to the patient; 1 when equal keys or a decision do.</param>
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
