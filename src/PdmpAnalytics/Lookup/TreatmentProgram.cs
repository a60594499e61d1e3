namespace PdmpAnalytics.Lookup;

/// <summary>
/// Tells which fills opioid treatment programs reported, whose records 42 CFR Part 2 protects. A program says so itself (PHA14 = 05, from ASAP 5.0 on), or
/// the programme lists it; and methadone against opioid dependence (DSP24 = 02) comes from programs alone (21 CFR 1306.07, 42 CFR 8.11). Pure.
/// </summary>
internal sealed class TreatmentProgram(LookupOptions options)
{
    /// <summary>PHA14.</summary>
    private const byte TypeOfProgram = 5;

    /// <summary>DSP24: for opioid dependency.</summary>
    private const byte ForDependence = 2;

    private const string DispensedByProgramsAlone = "methadone";

    private readonly HashSet<string> _listed = [.. options.TreatmentPrograms];

    public bool Reported(in ProgramSigns signs) =>
        signs.DispenserType == TypeOfProgram
        || (signs.Dea is { } dea && _listed.Contains(dea)) || (signs.Npi is { } npi && _listed.Contains(npi))
        || (signs.TreatmentType == ForDependence && signs.Ingredient == DispensedByProgramsAlone);
}

/// <summary>What tells of a fill whether a program reported it.</summary>
/// <param name="DispenserType">PHA14.</param>
/// <param name="Dea">The dispenser's; so is the NPI.</param>
/// <param name="TreatmentType">DSP24.</param>
/// <param name="Ingredient">Null for an unknown product.</param>
internal readonly record struct ProgramSigns(byte DispenserType, string? Dea, string? Npi, byte TreatmentType, string? Ingredient);
