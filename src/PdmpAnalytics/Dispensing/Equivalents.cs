namespace PdmpAnalytics.Dispensing;

/// <summary>The editions that doses in milligram equivalents are computed by.</summary>
public sealed record Equivalents(MorphineEquivalenceSet Opioids, SedativeEquivalenceSet Sedatives)
{
    /// <summary>CDC 2022 and VA/DoD 2021.</summary>
    public static Equivalents Default { get; } = new(MorphineEquivalenceSet.Cdc2022, SedativeEquivalenceSet.VA2021);

    /// <summary>Every edition in which a kind of dose can be told, that of <paramref name="inForce"/> first.</summary>
    public static IEnumerable<Equivalents> Of(DoseKind kind, Equivalents inForce) => kind switch
    {
        DoseKind.Mme => Enum.GetValues<MorphineEquivalenceSet>().OrderBy(set => set != inForce.Opioids).Select(set => inForce with { Opioids = set }),
        DoseKind.Dme or DoseKind.Lme =>
            Enum.GetValues<SedativeEquivalenceSet>().OrderBy(set => set != inForce.Sedatives).Select(set => inForce with { Sedatives = set }),
    };

    /// <summary>The edition's name, as in imported factor files: CDC2022, CDC2018, CDC2016, VA2021 or ASHTON2002.</summary>
    public string Edition(DoseKind kind) => kind switch
    {
        DoseKind.Mme => Code(Opioids),
        DoseKind.Dme or DoseKind.Lme => Code(Sedatives),
    };

    /// <summary>mg of the target per mg of an ingredient.</summary>
    public double PerMg(DoseKind kind, DrugIngredient ingredient) => kind switch
    {
        DoseKind.Mme => MorphineEquivalence.MmePerMg(ingredient, Opioids),
        DoseKind.Dme => SedativeEquivalence.DmePerMg(ingredient, Sedatives),
        DoseKind.Lme => SedativeEquivalence.LmePerMg(ingredient, Sedatives),
    };

    /// <summary>By the names of their editions; Incomplete for one nobody knows.</summary>
    /// <param name="opioids">Null for the default; so is <paramref name="sedatives"/>.</param>
    public static Result<Equivalents> Named(string? opioids, string? sedatives) =>
        opioids is not null && Opioid(opioids) is null ? Unknown("Opioids", Enum.GetValues<MorphineEquivalenceSet>().Select(Code))
        : sedatives is not null && Sedative(sedatives) is null ? Unknown("Sedatives", Enum.GetValues<SedativeEquivalenceSet>().Select(Code))
        : new Equivalents(
            opioids is null ? Default.Opioids : Opioid(opioids)!.Value, sedatives is null ? Default.Sedatives : Sedative(sedatives)!.Value);

    /// <summary>Both editions, the opioids' first, e.g. <c>CDC2022 VA2021</c>.</summary>
    public override string ToString() => $"{Code(Opioids)} {Code(Sedatives)}";

    public static string Code(MorphineEquivalenceSet set) => set switch
    {
        MorphineEquivalenceSet.Cdc2022 => "CDC2022",
        MorphineEquivalenceSet.Cdc2018 => "CDC2018",
        MorphineEquivalenceSet.Cdc2016 => "CDC2016",
    };

    public static string Code(SedativeEquivalenceSet set) => set switch
    {
        SedativeEquivalenceSet.VA2021 => "VA2021",
        SedativeEquivalenceSet.Ashton2002 => "ASHTON2002",
    };

    /// <summary>An edition by its name, whatever its case.</summary>
    public static MorphineEquivalenceSet? Opioid(string code) => Enum.GetValues<MorphineEquivalenceSet>()
        .Where(set => Code(set).Equals(code, StringComparison.OrdinalIgnoreCase)).Select(set => (MorphineEquivalenceSet?)set).SingleOrDefault();

    /// <inheritdoc cref="Opioid"/>
    public static SedativeEquivalenceSet? Sedative(string code) => Enum.GetValues<SedativeEquivalenceSet>()
        .Where(set => Code(set).Equals(code, StringComparison.OrdinalIgnoreCase)).Select(set => (SedativeEquivalenceSet?)set).SingleOrDefault();

    private static Refusal Unknown(string name, IEnumerable<string> codes) =>
        new(RefusalReason.Incomplete, $"Equivalents:{name} is none of {string.Join(", ", codes)}.");
}
