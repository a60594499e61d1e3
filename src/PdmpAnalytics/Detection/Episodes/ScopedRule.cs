using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>
/// A rule that runs over sedatives, opioids and stimulants each alone and over all together (6.0.10). All together is
/// reported only when it says more than every single scope.
/// </summary>
internal abstract class ScopedRule<TThresholds>(RuleDefinition definition, TThresholds limits)
    : PatientRule<TThresholds>(definition, limits)
    where TThresholds : class, new()
{
    private static readonly DrugScope[] Singles = [DrugScope.Sedatives, DrugScope.Opioids, DrugScope.Stimulants];

    public sealed override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (!MayFire(history, population, findings))
        {
            return;
        }

        var scopes = 0;
        var best = default(Outcome);
        foreach (var scope in Singles)
        {
            if (history.InScope(scope).IsEmpty)
            {
                continue;
            }

            scopes++;
            var episode = Look(history, population, scope, findings);
            findings.ExpectChange(episode.NextDay);
            if (episode.Held)
            {
                best = episode.Peak.IsAbove(best) ? episode.Peak : best;
                findings.Add(history, Finding(history, scope, in episode, Describe(history, population, scope, in episode, findings)));
            }
        }

        if (scopes > 1)
        {
            var episode = Look(history, population, DrugScope.All, findings);
            findings.ExpectChange(episode.NextDay);
            if (episode.Held && episode.Peak.IsAbove(best))
            {
                findings.Add(history, Finding(
                    history, DrugScope.All, in episode, Describe(history, population, DrugScope.All, in episode, findings)));
            }
        }
    }

    /// <summary>A cheap bound: false only when no scope can fire.</summary>
    protected abstract bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings);

    /// <summary>The days on which the rule held in a scope.</summary>
    protected abstract Episode Look(
        DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings);

    /// <summary>Numbers, words and evidence of the episode's peak day.</summary>
    protected abstract Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings);
}
