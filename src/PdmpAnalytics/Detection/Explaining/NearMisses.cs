using System.Collections.Concurrent;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Explaining;

/// <summary>A rule that is silent and would not have been with one threshold a little different.</summary>
/// <param name="InForce">The value in force.</param>
/// <param name="FiresAt">The nearest value tried at which it speaks.</param>
/// <param name="Steps">How many steps away that is, from 1; see <see cref="NearMisses"/>.</param>
/// <param name="Finding">What it would have said.</param>
public sealed record NearMiss(RuleDefinition Rule, Threshold Threshold, string InForce, string FiresAt, int Steps, RuleFinding Finding);

/// <summary>
/// Finds rules that came close, by the rules' own arithmetic: each silent rule is asked again with one of its thresholds one
/// step, then two steps away, in either direction. A step is 1, of a whole number above 20 a twentieth, of any other number a
/// tenth (our choice, 2026-11-22); a threshold with named values takes each.
/// </summary>
/// <param name="rules">In force.</param>
public sealed class NearMisses(RuleCatalog rules)
{
    private const int MostSteps = 2;

    // Building a catalogue costs more than judging by it, and a reviewer explains one patient after the other.
    private readonly ConcurrentDictionary<string, IReadOnlyList<Variant>> _variants = new(StringComparer.Ordinal);

    /// <summary>The nearest miss of each silent rule that runs, closest first, then in catalogue order; rules without one are left out.</summary>
    /// <param name="spoken">Ids of the rules that have a finding.</param>
    public IReadOnlyList<NearMiss> Of(DispensingHistory history, PopulationReference population, IReadOnlySet<string> spoken)
    {
        var findings = new FindingCollector();
        return
        [
            .. from rule in rules.Rules
               where !spoken.Contains(rule.Definition.Id)
               let nearest = Nearest(rule, history, population, findings)
               where nearest is not null
               orderby nearest.Steps
               select nearest,
        ];
    }

    private NearMiss? Nearest(IDetectionRule rule, DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        var id = rule.Definition.Id;
        foreach (var variant in _variants.GetOrAdd(id, _ => [.. Variants(rule)]))
        {
            findings.Clear();
            foreach (var other in variant.Rules.Rules)
            {
                other.Evaluate(history, population, findings);
            }

            if (findings.Findings.Where(f => f.Rule.Id == id).MaxBy(f => f.Severity) is { } finding)
            {
                return new NearMiss(rule.Definition, variant.Threshold, variant.Threshold.Value, variant.Value, variant.Steps, finding);
            }
        }

        return null;
    }

    /// <summary>Nearest first.</summary>
    private IEnumerable<Variant> Variants(ICatalogRule rule) =>
        from steps in Enumerable.Range(1, MostSteps)
        from threshold in rule.Thresholds
        from value in ThresholdSteps.Around(threshold.Value, steps)
        let catalog = rules.With(rule.Definition.Id, threshold.Name, value)
        where catalog.Succeeded
        select new Variant(threshold, value, steps, catalog.Value);

    private sealed record Variant(Threshold Threshold, string Value, int Steps, RuleCatalog Rules);
}
