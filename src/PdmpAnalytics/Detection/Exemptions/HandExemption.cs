namespace PdmpAnalytics.Detection.Exemptions;

/// <summary>What a finding keeps of the exemption that lowered it.</summary>
/// <param name="Id">Of the <see cref="Exemption"/>, which knows author and reason.</param>
/// <param name="Until">Last day judged on which it holds.</param>
public sealed record HandExemption(long Id, ExemptionKind Kind, DateOnly Until);
