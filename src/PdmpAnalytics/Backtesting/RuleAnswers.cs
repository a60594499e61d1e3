using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Backtesting;

/// <summary>
/// One set of rules over one patient from night to night: each rule is asked when there is news or when it is due, and what
/// it said before stands on other nights. Rules that say the same under another set are asked there.
/// </summary>
internal sealed class RuleAnswers
{
    private readonly IReadOnlyList<IDetectionRule> _rules;
    private readonly RuleMemory?[] _memories;
    private readonly bool[] _borrowed;
    private readonly FindingCollector _alone = new();
    private readonly FindingCollector _together = new();

    /// <param name="lender">Answered first on each night; null to ask every rule here.</param>
    public RuleAnswers(RuleCatalog catalog, (RuleCatalog Catalog, RuleAnswers Answers)? lender)
    {
        _rules = catalog.Rules;
        _memories = new RuleMemory?[_rules.Count];
        _borrowed = new bool[_rules.Count];
        for (var i = 0; i < _rules.Count; i++)
        {
            // A rule that looks at what others found is asked every night: their answers may have changed.
            var about = _rules[i].Definition;
            if (!about.AsksOthers)
            {
                _memories[i] = lender is { } other && catalog.SaysTheSame(other.Catalog, about.Id) ? other.Answers.Of(about.Id) : null;
                _borrowed[i] = _memories[i] is not null;
                _memories[i] ??= new RuleMemory();
            }
        }
    }

    /// <summary>Findings of the night in catalogue order; valid until the next.</summary>
    public IReadOnlyList<RuleFinding> Findings => _together.Findings;

    /// <param name="news">Ask every rule: other records or other figures of the population than on the night before, or another patient.</param>
    /// <returns>The first later night on which a rule can say something else by itself.</returns>
    public int Answer(DispensingHistory history, PopulationReference population, bool news)
    {
        _together.Clear();
        var due = int.MaxValue;
        for (var i = 0; i < _rules.Count; i++)
        {
            if (_memories[i] is not { } memory)
            {
                _rules[i].Evaluate(history, population, _together);
                continue;
            }

            if (!_borrowed[i] && (news || memory.IsDue(history.AsOfDay)))
            {
                memory.Ask(_rules[i], history, population, _alone);
            }

            due = Math.Min(due, memory.Due);
            foreach (var finding in memory.Findings)
            {
                _together.Join(finding);
            }
        }

        return Math.Min(due, NextJudgement.DueOn(history, _together)?.DayNumber ?? int.MaxValue);
    }

    private RuleMemory? Of(string ruleId)
    {
        for (var i = 0; i < _rules.Count; i++)
        {
            if (_rules[i].Definition.Id == ruleId)
            {
                return _memories[i];
            }
        }

        return null;
    }
}
