namespace PdmpAnalytics.Dispensing;

/// <summary>What a drug does, as far as the rules need to tell drugs apart.</summary>
public enum DrugClass : byte
{
    /// <summary>Not in the catalogue. Counted and listed; takes part in identifier rules only.</summary>
    Unknown = 0,

    /// <summary>Benzodiazepines: clonazepam, alprazolam, ... Code <c>BZD</c>.</summary>
    Benzodiazepine,

    /// <summary>Zolpidem, zaleplon, eszopiclone. Code <c>ZDRUG</c>.</summary>
    ZDrug,

    /// <summary>Orexin antagonists: suvorexant, ... Code <c>DORA</c>.</summary>
    OrexinAntagonist,

    /// <summary>Carisoprodol and meprobamate. Code <c>MUSCLE</c>.</summary>
    MuscleRelaxant,

    /// <summary>Phenobarbital, ... Code <c>BARB</c>.</summary>
    Barbiturate,

    /// <summary>Other depressants of Schedule IV. Code <c>SED_OTHER</c>.</summary>
    OtherSedative,

    /// <summary>Opioids including tramadol, butorphanol and pentazocine; not treatment medication. Code <c>OPIOID</c>.</summary>
    Opioid,

    /// <summary>Treatment of opioid use disorder: buprenorphine. Dropped from shopping counts. Code <c>OPIOID_MOUD</c>.</summary>
    OpioidUseTreatment,

    /// <summary>Phentermine and its kin. Code <c>STIM</c>.</summary>
    Stimulant,

    /// <summary>Modafinil, armodafinil, solriamfetol. Code <c>WAKE</c>.</summary>
    WakePromoting,

    /// <summary>Gabapentin, pregabalin. Code <c>GABA</c>.</summary>
    Gabapentinoid,

    /// <summary>Known, and in none of the above (Schedule II stimulants among them). Code <c>OTHER</c>.</summary>
    Other,
}

/// <summary>Codes and super-classes of <see cref="DrugClass"/> (project catalogue, section 3.2 of the domain reference).</summary>
public static class DrugClasses
{
    private static readonly string[] Codes =
        ["UNKNOWN", "BZD", "ZDRUG", "DORA", "MUSCLE", "BARB", "SED_OTHER", "OPIOID", "OPIOID_MOUD", "STIM", "WAKE", "GABA", "OTHER"];

    /// <summary>The number of classes; arrays by class have this length.</summary>
    public static int Count => Codes.Length;

    /// <summary>The short upper-case code used in files and findings.</summary>
    public static string Code(this DrugClass drugClass) => Codes[(int)drugClass];

    /// <summary>The class of a code, case ignored; <see cref="DrugClass.Unknown"/> and false for any other text.</summary>
    public static bool TryParse(string? code, out DrugClass drugClass)
    {
        var index = Array.FindIndex(Codes, c => c.Equals(code, StringComparison.OrdinalIgnoreCase));
        drugClass = index < 0 ? DrugClass.Unknown : (DrugClass)index;
        return index >= 0;
    }

    /// <summary>Super-class SED: everything that sedates and is not an opioid.</summary>
    public static bool IsSedative(this DrugClass c) => c is >= DrugClass.Benzodiazepine and <= DrugClass.OtherSedative;

    /// <summary>The scope a fill of this class is counted in, or null when it takes part in no provider-count rule.</summary>
    public static DrugScope? Scope(this DrugClass c) => c switch
    {
        DrugClass.Benzodiazepine or DrugClass.ZDrug or DrugClass.OrexinAntagonist or DrugClass.MuscleRelaxant
            or DrugClass.Barbiturate or DrugClass.OtherSedative => DrugScope.Sedatives,
        DrugClass.Opioid => DrugScope.Opioids,
        DrugClass.Stimulant or DrugClass.WakePromoting => DrugScope.Stimulants,
        DrugClass.Unknown or DrugClass.OpioidUseTreatment or DrugClass.Gabapentinoid or DrugClass.Other => null,
    };
}

/// <summary>The groups of classes that provider, timing, overlap and payment rules run over, each alone and all together (6.0.10).</summary>
public enum DrugScope : byte
{
    /// <summary>Super-class SED.</summary>
    Sedatives,

    /// <summary>Opioids without treatment medication.</summary>
    Opioids,

    /// <summary>Stimulants and wake-promoting drugs.</summary>
    Stimulants,

    /// <summary>The three others together.</summary>
    All,
}
