using System.Text.Json;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

/// <summary>An explanation as JSON, for pages and programs.</summary>
internal static class ExplanationJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Write(TextWriter writer, PatientExplanation explanation) => writer.WriteLine(JsonSerializer.Serialize(
        new
        {
            explanation.Judgement.PatientId,
            explanation.Judgement.AsOf,
            explanation.Judgement.RuleSet,
            explanation.PopulationVersion,
            explanation.AlertId,
            Hold = explanation.Content is { } content ? AlertCodes.Of(content.Hold) : null,
            Queue = explanation.Content is { } queued ? AlertCodes.Of(queued.Queue) : null,
            explanation.Judgement.IdentityConfidence,
            Contexts = Contexts(explanation.Judgement.Exemptions),
            Findings = explanation.Judgement.Findings.Select(Finding),
            NearMisses = explanation.NearMisses.Select(miss => new
            {
                Rule = miss.Rule.Id,
                Threshold = miss.Threshold.Name,
                miss.InForce,
                miss.FiresAt,
                miss.Steps,
                WouldSay = Finding(miss.Finding),
            }),
            Fills = explanation.Fills.Select(fill => new
            {
                fill.Id,
                fill.RxNumber,
                From = fill.Supply.FirstDay,
                To = fill.Supply.LastDay,
                fill.Drug,
                Class = fill.Class.ToString(),
                fill.Quantity,
                fill.Supply.Days,
                fill.Prescriber,
                fill.Dispenser,
                PaidBy = fill.Payment.ToString(),
                Contexts = Contexts(fill.Context),
            }),
        },
        Options));

    private static object Finding(RuleFinding finding) => new
    {
        Rule = finding.Rule.Id,
        finding.Rule.Name,
        RuleVersion = finding.Rule.Version,
        Scope = finding.Scope?.ToString().ToLowerInvariant(),
        Severity = AlertCodes.Of(finding.Severity),
        finding.FirstDay,
        finding.LastDay,
        finding.PeakDay,
        Window = PatientExplanation.WindowOf(finding) is { } window ? new { From = window.First, To = window.Last } : null,
        finding.Text,
        finding.SilentIf,
        Values = finding.Values.ToDictionary(v => v.Name, v => v.Number),
        finding.Thresholds,
        ContextsThatLowerIt = Contexts(finding.Rule.SilencedBy),
        LoweredBy = Contexts(finding.ExemptBy),
        finding.Notes,
        finding.Evidence,
    };

    private static IEnumerable<string> Contexts(FillContext contexts) =>
        Enum.GetValues<FillContext>().Where(c => c != FillContext.None && contexts.HasFlag(c)).Select(c => c.ToString());
}
