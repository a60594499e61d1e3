namespace PdmpAnalytics.Dispensing;

/// <summary>Published systems of sedative equivalents; they differ by up to a factor of two, so each figure names its set.</summary>
public enum SedativeEquivalenceSet
{
    /// <summary>VA/DoD 2021 as printed in ASAM 2025 table 7. The default: ASAM's dose tiers come from the same guide.</summary>
    VA2021,

    /// <summary>Ashton 2002 as printed in ASAM 2025 table 7.</summary>
    Ashton2002,
}

/// <summary>Milligram equivalents of sedatives.</summary>
public static class SedativeEquivalence
{
    /// <summary>mg diazepam per mg of the ingredient; 0 means no published factor.</summary>
    public static double DmePerMg(DrugIngredient ingredient, SedativeEquivalenceSet set) => set switch
    {
        SedativeEquivalenceSet.VA2021 => ingredient.DmePerMgVa2021,
        SedativeEquivalenceSet.Ashton2002 => ingredient.DmePerMgAshton2002,
    };

    /// <summary>mg lorazepam per mg of the ingredient; 0 means no published factor.</summary>
    public static double LmePerMg(DrugIngredient ingredient, SedativeEquivalenceSet set) => set switch
    {
        SedativeEquivalenceSet.VA2021 => ingredient.LmePerMgVa2021,
        SedativeEquivalenceSet.Ashton2002 => ingredient.LmePerMgAshton2002,
    };
}
