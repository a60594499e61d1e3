using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup;

/// <summary>What arithmetic adds to a patient's fills: daily doses over time, and the dose and way of each.</summary>
/// <param name="AsOf">Fills that start later are not in it.</param>
/// <param name="Curves">Lorazepam equivalents, then morphine equivalents; a kind without any dose is missing.</param>
/// <param name="Fills">By version id of the dispensation.</param>
public sealed record PatientDoses(DateOnly AsOf, IReadOnlyList<DoseCurve> Curves, IReadOnlyDictionary<long, FillDose> Fills)
{
    /// <summary>No doses known.</summary>
    public static PatientDoses None(DateOnly asOf) => new(asOf, [], new Dictionary<long, FillDose>());
}

/// <summary>One fill's share.</summary>
/// <param name="Lme">mg lorazepam equivalents a day; 0 when the drug has none or the quantity cannot be right.</param>
/// <param name="Mme">mg morphine equivalents a day; 0 likewise.</param>
/// <param name="Miles">From the patient's ZIP to the pharmacy's, as the crow flies; null when unknown or delivered by mail.</param>
/// <param name="DispenserId">The dispenser's row.</param>
public readonly record struct FillDose(double Lme, double Mme, double? Miles, int DispenserId);
