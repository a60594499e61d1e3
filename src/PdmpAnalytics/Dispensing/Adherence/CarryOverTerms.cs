namespace PdmpAnalytics.Dispensing.Adherence;

/// <summary>How supply in hand counts when the next one is dispensed (CMA5 to CMA9).</summary>
/// <param name="SameMedicationOnly">What is left of another medication is not used any more.</param>
/// <param name="ByDose">What is left lasts longer or shorter as the daily dose falls or rises.</param>
public readonly record struct CarryOverTerms(bool SameMedicationOnly, bool ByDose)
{
    /// <summary>Everything is carried over day by day, whatever the medication and dose: AdhereR's default.</summary>
    public static CarryOverTerms Everything => default;
}
