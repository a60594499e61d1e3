namespace PdmpAnalytics.Dispensing;

/// <summary>
/// An active ingredient of the catalogue with its label limits and conversion factors. Every figure's source stands
/// beside it in <c>drug-catalog.csv</c>.
/// </summary>
public sealed record DrugIngredient
{
    /// <summary>Position in the catalogue; stable only within one loaded catalogue.</summary>
    public required int Id { get; init; }

    /// <summary>Lower-case generic name, e.g. <c>clonazepam</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names of the substance in directories, without salt, e.g. <c>propoxyphene</c>.</summary>
    public IReadOnlyList<string> SubstanceAliases { get; init; } = [];
    public required DrugClass Class { get; init; }
    public required DrugSchedule Schedule { get; init; }

    /// <summary>DEA controlled substance code; null outside the federal schedules.</summary>
    public int? DeaCode { get; init; }

    /// <summary>Lowest adult label maximum in mg a day (anxiety, insomnia); null where none is set.</summary>
    public double? SoftMaxMgPerDay { get; init; }

    /// <summary>Highest adult label maximum in mg a day (seizure, severe); null where none is set.</summary>
    public double? HardMaxMgPerDay { get; init; }

    public string SoftIndication { get; init; } = "";
    public string HardIndication { get; init; } = "";

    /// <summary>Maximum for older adults in mg a day; null where none is set.</summary>
    public double? OlderAdultMaxMgPerDay { get; init; }

    /// <summary>
    /// Elimination half-life in hours, middle of the published range, of the parent drug (of the active metabolite for
    /// clorazepate, flurazepam and quazepam, whose effect it is); null where not listed.
    /// </summary>
    public double? HalfLifeHours { get; init; }

    /// <summary>mg diazepam per mg, VA/DoD 2021; 0 means no factor, the fill counts but adds no milligrams.</summary>
    public double DmePerMgVa2021 { get; init; }
    public double LmePerMgVa2021 { get; init; }

    /// <summary>mg diazepam per mg, Ashton 2002.</summary>
    public double DmePerMgAshton2002 { get; init; }
    public double LmePerMgAshton2002 { get; init; }

    /// <summary>mg morphine per mg (fentanyl: per mg delivered), CDC 2022; 0 for treatment medication and everything that is not an opioid.</summary>
    public double MmePerMgCdc2022 { get; init; }

    /// <summary>As <see cref="MmePerMgCdc2022"/>, CDC conversion file of 2018.</summary>
    public double MmePerMgCdc2018 { get; init; }

    /// <summary>As <see cref="MmePerMgCdc2022"/>, CDC conversion file of 2016; shipped with the factors of 2018.</summary>
    public double MmePerMgCdc2016 { get; init; }

    /// <summary>True for facility-only or never-shopped drugs that stay out of patient rules (midazolam, eluxadoline, ...).</summary>
    public bool ExcludedFromPatientRules { get; init; }
}

/// <summary>A product: one ingredient at one strength in one form.</summary>
public sealed record Drug
{
    /// <summary>Row id in the store; 0 for a product that is not stored.</summary>
    public int Id { get; init; }
    public required Ndc Ndc { get; init; }

    /// <summary>Null for an NDC the catalogue does not know.</summary>
    public DrugIngredient? Ingredient { get; init; }

    /// <summary>
    /// mg of the ingredient per reported unit of quantity (tablet, mL, g); for a patch the mg it delivers while worn
    /// (fentanyl 25 mcg/h over 72 h: 1.8), so that quantity times strength by days is a dose. 0 when unknown.
    /// </summary>
    public double StrengthMg { get; init; }

    /// <summary>Dosage form in lower case, e.g. <c>tablet</c>, <c>tablet, extended release</c>.</summary>
    public string Form { get; init; } = "";
    public string Label { get; init; } = "";

    public DrugClass Class => Ingredient?.Class ?? DrugClass.Unknown;
}
