using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Review;

/// <summary>Whom an alert is about. Prints nothing personal.</summary>
/// <param name="Records">Every spelling that was linked to the patient, the one with the most fills first; empty for another subject.</param>
/// <param name="Confidence">That the weakest link between them holds, 0 to 1.</param>
/// <param name="Prescriber">Null unless the subject is one.</param>
/// <param name="Dispenser">Null unless the subject is one.</param>
public sealed record SubjectIdentity(IReadOnlyList<IdentityRecord> Records, double Confidence, Prescriber? Prescriber, Dispenser? Dispenser)
{
    public override string ToString() => $"identity of {Records.Count} records";
}

/// <summary>A record of a patient and how much hangs on it.</summary>
/// <param name="Fills">Live fills under it.</param>
/// <param name="Link">Probability of its strongest link to another of the patient's records, 0 to 1; null when none was scored: alone, or joined by equal identity.</param>
public sealed record IdentityRecord(PatientRecord Record, int Fills, double? Link)
{
    public override string ToString() => Record.ToString();
}
