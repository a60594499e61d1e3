using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.Rules;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>All rules, in the order they run and are shown, with the thresholds in force.</summary>
public sealed class RuleCatalog
{
    private RuleCatalog(
        IReadOnlyList<IDetectionRule> rules, IReadOnlyList<IPopulationRule<DispenserRecords>> dispenserRules, PopulationRuleSet population) =>
        (Rules, DispenserRules, Population) = (rules, dispenserRules, population);

    /// <summary>Rules over one patient's history.</summary>
    public IReadOnlyList<IDetectionRule> Rules { get; }

    /// <summary>Rules over several patients, prescribers and dispensers.</summary>
    public PopulationRuleSet Population { get; }

    /// <summary>Every rule with an entry in the catalogue.</summary>
    public IEnumerable<ICatalogRule> All => Rules.Concat(Population.All);

    /// <summary>Rules over one dispenser's records.</summary>
    public IReadOnlyList<IPopulationRule<DispenserRecords>> DispenserRules { get; }

    /// <summary>What counts as an early refill (ER-01's thresholds in force).</summary>
    public EarlyRefillTerms EarlyRefills { get; private init; } = EarlyRefillTerms.Default;

    /// <summary>Every threshold at its default.</summary>
    public static RuleCatalog Default { get; } = Create(RuleSettings.Defaults).Value;

    /// <summary>
    /// Builds the rules. Refused, with every complaint in the message, one a line, when the settings name a rule or threshold
    /// that does not exist or a value that makes no sense.
    /// </summary>
    public static Result<RuleCatalog> Create(RuleSettings settings)
    {
        var reader = new SettingsReader(settings);
        var numbers = reader.Read<InvalidPrescriberNumberThresholds>(InvalidPrescriberNumberRule.About);
        var rules = Build(reader, numbers);
        var population = new PopulationRuleSet(reader);
        var complaints = reader.Complaints(rules.Concat(population.All));
        var early = settings.Of(SingleEarlyRefillRule.About.Id);
        return complaints.Count == 0
            ? new RuleCatalog(rules, [new DispenserPrescriberNumbersRule(numbers)], population)
            {
                EarlyRefills = Detection.Thresholds.Read<SingleEarlyRefillThresholds>(SingleEarlyRefillRule.About.Id, early, []).ToTerms(),
            }
            : new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints));
    }

    /// <summary>The rule with this id, case ignored; null when there is none.</summary>
    public ICatalogRule? Find(string id) =>
        All.FirstOrDefault(r => r.Definition.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    private static List<IDetectionRule> Build(SettingsReader settings, InvalidPrescriberNumberThresholds numbers)
    {
        var early = settings.Read<SingleEarlyRefillThresholds>(SingleEarlyRefillRule.About);
        var terms = early.ToTerms();
        return
        [
            new MultiplePrescribersRule(settings.Read<MultiplePrescribersThresholds>(MultiplePrescribersRule.About)),
            new MultiplePharmaciesRule(settings.Read<MultiplePharmaciesThresholds>(MultiplePharmaciesRule.About)),
            new MultipleProviderEpisode183Rule(settings.Read<MultipleProviderEpisode183Thresholds>(MultipleProviderEpisode183Rule.About)),
            new MultipleProviderEpisode90Rule(settings.Read<MultipleProviderEpisode90Thresholds>(MultipleProviderEpisode90Rule.About)),
            new FourByFourRule(settings.Read<FourByFourThresholds>(FourByFourRule.About)),
            new OverlapEventRule(settings.Read<OverlapEventThresholds>(OverlapEventRule.About)),
            new SingleEarlyRefillRule(early),
            new SerialEarlyRefillRule(settings.Read<SerialEarlyRefillThresholds>(SerialEarlyRefillRule.About), terms),
            new CrossPharmacyEarlyFillRule(settings.Read<CrossPharmacyEarlyFillThresholds>(CrossPharmacyEarlyFillRule.About), terms),
            new SameDayDuplicateRule(settings.Read<SameDayDuplicateThresholds>(SameDayDuplicateRule.About)),
            new OverlapOfPracticesRule(settings.Read<OverlapOfPracticesThresholds>(OverlapOfPracticesRule.About)),
            new SeveralSedativesRule(settings.Read<SeveralSedativesThresholds>(SeveralSedativesRule.About)),
            new DoseAboveLabelRule(settings.Read<DoseAboveLabelThresholds>(DoseAboveLabelRule.About)),
            new DoseEscalationRule(settings.Read<DoseEscalationThresholds>(DoseEscalationRule.About)),
            new LongTermUseRule(settings.Read<LongTermUseThresholds>(LongTermUseRule.About)),
            new OpioidBenzodiazepineRule(settings.Read<OpioidBenzodiazepineThresholds>(OpioidBenzodiazepineRule.About)),
            new OpioidBenzodiazepineCarisoprodolRule(
                settings.Read<OpioidBenzodiazepineCarisoprodolThresholds>(OpioidBenzodiazepineCarisoprodolRule.About)),
            new CashPatternRule(settings.Read<CashPatternThresholds>(CashPatternRule.About)),
            new InvalidPrescriberNumberRule(numbers),
        ];
    }

    /// <summary>Hands each rule its thresholds and remembers what was wrong.</summary>
    internal sealed class SettingsReader(RuleSettings settings)
    {
        private readonly List<string> _complaints = [];

        public T Read<T>(RuleDefinition rule)
            where T : class, new() =>
            Detection.Thresholds.Read<T>(rule.Id, settings.Of(rule.Id), _complaints);

        public List<string> Complaints(IEnumerable<ICatalogRule> rules)
        {
            var known = rules.Select(r => r.Definition.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
            _complaints.AddRange(settings.RuleIds.Where(id => !known.Contains(id))
                .Select(id => $"Rules:{id}: no such rule; there are {string.Join(", ", known)}."));
            return _complaints;
        }
    }
}
