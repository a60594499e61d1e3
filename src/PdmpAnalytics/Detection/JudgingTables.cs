using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>What histories are judged by besides the rules: the same for every patient of a run.</summary>
/// <param name="Reference">Products, dispensers, prescribers and places.</param>
/// <param name="Population">What is usual among patients.</param>
/// <param name="Exemptions">What people stated about patients.</param>
/// <param name="Models">What was learned from reviewers.</param>
internal sealed record JudgingTables(
    DispensingReference Reference, PopulationReference Population, PatientExemptions Exemptions, RiskModels Models);
