namespace PdmpAnalytics.Detection.Population;

/// <summary>Two patients of whom linkage proposes that they are one person, and nobody has decided.</summary>
/// <param name="PatientA">The lower patient id.</param>
/// <param name="RecordA">The record of the first in the strongest proposal.</param>
/// <param name="RecordB">The record of the second in the strongest proposal.</param>
/// <param name="Bits">Log-odds of that proposal; the strongest there is between the two, and too weak to merge.</param>
internal sealed record IdentityCandidate(long PatientA, long PatientB, long RecordA, long RecordB, double Bits);
