using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Exemptions;

/// <summary>Circumstances that a person may state about a patient, in which what rules measure is ordinary or already dealt with.</summary>
public enum ExemptionKind : byte
{
    Hospice,
    Palliative,
    Cancer,
    SickleCell,
    LongTermCare,
    Taper,

    /// <summary>Treatment of opioid use disorder: frequent short supplies, several clinics.</summary>
    OpioidUseTreatment,

    /// <summary>Supplies are an animal's although the records do not say so.</summary>
    Veterinary,

    /// <summary>A documented lock-in programme answers what was found before it began.</summary>
    LockIn,
}

/// <summary>What the kinds are called, and which findings each of them lowers.</summary>
public static class ExemptionKinds
{
    private static readonly Dictionary<string, ExemptionKind> ByCode =
        Enum.GetValues<ExemptionKind>().ToDictionary(k => k.Code(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Codes in the order of the enum.</summary>
    public static IReadOnlyCollection<string> AllCodes => ByCode.Keys;

    public static bool TryParse(string code, out ExemptionKind kind) => ByCode.TryGetValue(code, out kind);

    /// <summary>The word for commands, exports and the audit log.</summary>
    public static string Code(this ExemptionKind kind) => kind switch
    {
        ExemptionKind.Hospice => "hospice",
        ExemptionKind.Palliative => "palliative",
        ExemptionKind.Cancer => "cancer",
        ExemptionKind.SickleCell => "sickle-cell",
        ExemptionKind.LongTermCare => "long-term-care",
        ExemptionKind.Taper => "taper",
        ExemptionKind.OpioidUseTreatment => "opioid-use-treatment",
        ExemptionKind.Veterinary => "veterinary",
        ExemptionKind.LockIn => "lock-in",
    };

    /// <summary>
    /// Whether a circumstance of this kind lowers a finding to Info. Those that records can state too lower what the record would
    /// (6.0.5). The others lower only rules that every stated context lowers, so that combinations and safety rules still speak:
    /// treatment of opioid use disorder what is counted about opioids, an animal's supplies everything but the rule about animals,
    /// lock-in what was found about providers before its first day (our choice, 2026-11-22).
    /// </summary>
    /// <param name="firstDay">First day of the exemption; null for one without.</param>
    public static bool Lowers(this ExemptionKind kind, RuleFinding finding, DateOnly? firstDay) => kind switch
    {
        ExemptionKind.Hospice => States(finding, FillContext.Hospice),
        ExemptionKind.Palliative => States(finding, FillContext.Palliative),
        ExemptionKind.Cancer => States(finding, FillContext.Cancer),
        ExemptionKind.SickleCell => States(finding, FillContext.SickleCell),
        ExemptionKind.LongTermCare => States(finding, FillContext.LongTermCare),
        ExemptionKind.Taper => States(finding, FillContext.Taper),
        ExemptionKind.OpioidUseTreatment => IsOrdinary(finding) && finding.Scope == DrugScope.Opioids && IsAboutProviders(finding.Rule.Family),
        ExemptionKind.Veterinary => IsOrdinary(finding) && finding.Rule.Family != RuleFamily.Special,
        ExemptionKind.LockIn => IsOrdinary(finding) && IsAboutProviders(finding.Rule.Family) && finding.PeakDay < firstDay,
    };

    private static bool States(RuleFinding finding, FillContext context) => (finding.Rule.SilencedBy & context) != 0;

    private static bool IsOrdinary(RuleFinding finding) => (finding.Rule.SilencedBy & ExemptContexts.Usual) == ExemptContexts.Usual;

    private static bool IsAboutProviders(RuleFamily family) =>
        family is RuleFamily.ProviderCount or RuleFamily.Timing or RuleFamily.Overlap or RuleFamily.Payment or RuleFamily.Geography;
}
