using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>A fill by somebody who gave the address looked at.</summary>
/// <param name="Fill">Of a drug in a scope; partial fills merged.</param>
/// <param name="Location">PAT21; 0 not reported.</param>
internal readonly record struct HouseholdFill(long PatientId, Fill Fill, byte Location)
{
    /// <summary>Intermediary care to skilled care (03 to 08), homeless and transient care (12, 13): no household.</summary>
    public bool InFacility => Location is >= 3 and <= 8 or 12 or 13;

    /// <summary>PAT21 = 01.</summary>
    public bool AtHome => Location == 1;

    public override string ToString() => $"dispensation {Fill.DispensationId}";
}

/// <summary>People who gave one address, and what they filled under it. The address itself is not here: nothing can print it.</summary>
/// <param name="Patients">Everyone with a record at the address, those without fills too.</param>
/// <param name="Fills">In any order.</param>
internal sealed record Household(int Patients, IReadOnlyList<HouseholdFill> Fills)
{
    /// <summary>Ids and numbers only.</summary>
    public override string ToString() => $"address of {Patients} patients";

    /// <summary>Most of the fills that state a place state a facility or a shelter.</summary>
    public bool IsFacility => 2 * Fills.Count(f => f.InFacility) > Fills.Count(f => f.Location != 0);

    /// <summary>Most of all fills state home.</summary>
    public bool IsStatedHome => 2 * Fills.Count(f => f.AtHome) > Fills.Count;
}
