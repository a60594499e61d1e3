namespace PdmpAnalytics.Dispensing;

/// <summary>
/// Editions of the opioid conversion factors. A dose in morphine milligrams means nothing without its edition: tramadol
/// doubled and hydromorphone rose by a quarter between the files before 2022 and the guideline of 2022.
/// </summary>
public enum MorphineEquivalenceSet
{
    /// <summary>
    /// CDC clinical practice guideline 2022, and for the opioids it does not list (butorphanol, pentazocine and the rare
    /// ones) the CDC conversion files of 2014 to 2018: our choice, 2026-11-22. The default.
    /// </summary>
    Cdc2022,

    /// <summary>CDC conversion file of 2018.</summary>
    Cdc2018,

    /// <summary>
    /// CDC conversion file of 2016: the factors of 2018. Its factors for buprenorphine, withdrawn in 2017, are not used (domain
    /// reference 3.6).
    /// </summary>
    Cdc2016,
}

/// <summary>Milligram equivalents of opioids.</summary>
public static class MorphineEquivalence
{
    /// <summary>mg morphine per mg of the ingredient; 0 for treatment medication and everything that is not an opioid.</summary>
    public static double MmePerMg(DrugIngredient ingredient, MorphineEquivalenceSet set) => set switch
    {
        MorphineEquivalenceSet.Cdc2022 => ingredient.MmePerMgCdc2022,
        MorphineEquivalenceSet.Cdc2018 => ingredient.MmePerMgCdc2018,
        MorphineEquivalenceSet.Cdc2016 => ingredient.MmePerMgCdc2016,
    };
}
