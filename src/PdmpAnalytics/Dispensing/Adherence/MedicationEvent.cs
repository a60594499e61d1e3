namespace PdmpAnalytics.Dispensing.Adherence;

/// <summary>One supply as adherence measures see it, of any medication.</summary>
/// <param name="Day"><see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Days">Days of supply, above 0; not capped.</param>
/// <param name="DailyDose">Above 0, in one unit for all supplies; looked at only when <see cref="CarryOverTerms.ByDose"/>.</param>
/// <param name="Medication">Equal numbers are one medication; looked at only when <see cref="CarryOverTerms.SameMedicationOnly"/>.</param>
public readonly record struct MedicationEvent(int Day, double Days, double DailyDose, int Medication);
