using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.TestKit;

/// <summary>Short sentences about findings, for specs.</summary>
public static class JudgementAssertions
{
    /// <summary>Rule ids with their severities in catalogue order, e.g. <c>PS-03 High</c>; the highest of the scopes.</summary>
    public static IReadOnlyList<string> Summary(this IReadOnlyList<RuleFinding> findings) =>
        [.. findings.GroupBy(f => f.Rule.Id).Select(g => $"{g.Key} {g.Max(f => f.Severity)}")];

    /// <summary>The rule's finding in a scope; without a scope the only one or the one over sedatives.</summary>
    public static RuleFinding Of(this IReadOnlyList<RuleFinding> findings, string ruleId, DrugScope? scope = null)
    {
        var found = findings.Where(f => f.Rule.Id == ruleId && (scope is null || f.Scope == scope)).ToList();
        return Assert.Single(found);
    }

    /// <summary>Severity of a rule, the highest of its scopes; null when it is silent.</summary>
    public static Severity? SeverityOf(this IReadOnlyList<RuleFinding> findings, string ruleId) =>
        findings.Where(f => f.Rule.Id == ruleId).Select(f => (Severity?)f.Severity).Max();

    public static double Value(this RuleFinding finding, string name) => finding.Values.Single(v => v.Name == name).Number;
}
