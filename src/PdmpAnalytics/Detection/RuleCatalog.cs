using System.Security.Cryptography;
using System.Text;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.Rules;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>All rules, in the order they run and are shown, with the thresholds in force.</summary>
public sealed class RuleCatalog
{
    private readonly HashSet<string> _on;
    private readonly RuleSettings _settings;

    private RuleCatalog(
        IReadOnlyList<IDetectionRule> all,
        HashSet<string> on,
        IReadOnlyList<IPopulationRule<DispenserRecords>> dispenserRules,
        PopulationRuleSet population,
        EarlyRefillTerms earlyRefills,
        RuleSettings settings,
        string? set)
    {
        _settings = settings;
        _on = on;
        All = all;
        Rules = [.. all.Where(IsOn)];
        DispenserRules = [.. dispenserRules.Where(r => on.Contains(r.Definition.Id))];
        Population = population;
        EarlyRefills = earlyRefills;
        Fingerprint = Print();
        Set = set ?? RuleSetNames.Settings + '@' + Fingerprint[..8];
    }

    /// <summary>Which set of thresholds this is, as findings keep it: <c>name@version</c>, <c>shipped</c>, or <c>settings@</c> and the start of <see cref="Fingerprint"/>.</summary>
    public string Set { get; }

    /// <summary>16 hexadecimal digits; equal for equal rules, versions, switches and thresholds.</summary>
    public string Fingerprint { get; }

    /// <summary>The rules over one patient's history that run.</summary>
    public IReadOnlyList<IDetectionRule> Rules { get; }

    /// <summary>Every rule over one patient's history there is, those that are off among them.</summary>
    public IReadOnlyList<IDetectionRule> All { get; }

    /// <summary>Rules over several patients, prescribers and dispensers, those that are off among them.</summary>
    public PopulationRuleSet Population { get; }

    /// <summary>Every rule with an entry in the catalogue, those that are off among them.</summary>
    public IEnumerable<ICatalogRule> Catalogued => All.Concat(Population.All);

    /// <summary>Rules over one dispenser's records.</summary>
    public IReadOnlyList<IPopulationRule<DispenserRecords>> DispenserRules { get; }

    /// <summary>What counts as an early refill (ER-01's thresholds in force).</summary>
    public EarlyRefillTerms EarlyRefills { get; }

    /// <summary>Every threshold at its default, rules on and off as shipped.</summary>
    public static RuleCatalog Default { get; } = Create(RuleSettings.Defaults).Value;

    /// <summary>
    /// Builds the rules. Refused, with every complaint in the message, one a line, when the settings name a rule or threshold
    /// that does not exist or a value that makes no sense.
    /// </summary>
    /// <param name="set">Name and version of a stored set; null for an installation's settings.</param>
    public static Result<RuleCatalog> Create(RuleSettings settings, string? set = null)
    {
        var reader = new SettingsReader(settings);
        var numbers = reader.Read<InvalidPrescriberNumberThresholds>(InvalidPrescriberNumberRule.About);
        var rules = Build(reader, numbers);
        var population = new PopulationRuleSet(reader);
        var complaints = reader.Complaints(rules.Concat(population.All));
        return complaints.Count == 0
            ? new RuleCatalog(rules, reader.On, [new DispenserPrescriberNumbersRule(numbers)], population, EarlyTerms(settings), settings,
                set ?? (settings.RuleIds.Any() ? null : RuleSetNames.Shipped))
            : new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints));
    }

    /// <summary>Whether the rule runs.</summary>
    public bool IsOn(ICatalogRule rule) => _on.Contains(rule.Definition.Id);

    /// <summary>Whether a rule says the same about every history here and there, apart from what it asks of others.</summary>
    public bool SaysTheSame(RuleCatalog other, string ruleId) =>
        Find(ruleId) is { } here && other.Find(ruleId) is { } there && IsOn(here) == other.IsOn(there)
        && here.Thresholds.SequenceEqual(there.Thresholds)
        // Rules of timing count early refills by ER-01's terms.
        && (here.Definition.Family != RuleFamily.Timing || EarlyRefills == other.EarlyRefills);

    /// <summary>These rules at their thresholds, all of them on: to see what the ones that are off would say.</summary>
    public RuleCatalog WithEveryRuleOn() =>
        new(All, [.. Catalogued.Select(r => r.Definition.Id)], DispenserRules, Population, EarlyRefills, _settings, Set);

    /// <summary>These rules with another value of one threshold; refused when it makes no sense.</summary>
    public Result<RuleCatalog> With(string ruleId, string threshold, string value) =>
        Create(_settings.With(ruleId, threshold, value), $"{Set}+{ruleId}:{threshold}={value}");

    /// <summary>The rule with this id, on or off, case ignored; null when there is none.</summary>
    public ICatalogRule? Find(string id) =>
        Catalogued.FirstOrDefault(r => r.Definition.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    private string Print()
    {
        var text = string.Join('\n', Catalogued.Select(r =>
            $"{r.Definition.Id}|{r.Definition.Version}|{IsOn(r)}|{Detection.Thresholds.Text(r.Thresholds)}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    private static EarlyRefillTerms EarlyTerms(RuleSettings settings) =>
        new SettingsReader(settings).Read<SingleEarlyRefillThresholds>(SingleEarlyRefillRule.About).ToTerms();

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
            new PracticeAdjustedRule(settings.Read<PracticeAdjustedThresholds>(PracticeAdjustedRule.About)),
            new OverlapEventRule(settings.Read<OverlapEventThresholds>(OverlapEventRule.About)),
            new ShoppingQuantityRule(settings.Read<ShoppingQuantityThresholds>(ShoppingQuantityRule.About)),
            new SingleEarlyRefillRule(early),
            new SerialEarlyRefillRule(settings.Read<SerialEarlyRefillThresholds>(SerialEarlyRefillRule.About), terms),
            new CrossPharmacyEarlyFillRule(settings.Read<CrossPharmacyEarlyFillThresholds>(CrossPharmacyEarlyFillRule.About), terms),
            new SameDayDuplicateRule(settings.Read<SameDayDuplicateThresholds>(SameDayDuplicateRule.About)),
            new StockpileRule(settings.Read<StockpileThresholds>(StockpileRule.About)),
            new OverlapOfPracticesRule(settings.Read<OverlapOfPracticesThresholds>(OverlapOfPracticesRule.About)),
            new SeveralSedativesRule(settings.Read<SeveralSedativesThresholds>(SeveralSedativesRule.About)),
            new DoseAboveLabelRule(settings.Read<DoseAboveLabelThresholds>(DoseAboveLabelRule.About)),
            new HighSedativeDoseRule(settings.Read<HighSedativeDoseThresholds>(HighSedativeDoseRule.About)),
            new DoseEscalationRule(settings.Read<DoseEscalationThresholds>(DoseEscalationRule.About)),
            new HighOpioidDoseRule(settings.Read<HighOpioidDoseThresholds>(HighOpioidDoseRule.About)),
            new LongTermUseRule(settings.Read<LongTermUseThresholds>(LongTermUseRule.About)),
            new ShortCourseDrugRule(settings.Read<ShortCourseDrugThresholds>(ShortCourseDrugRule.About)),
            new AbruptDiscontinuationRule(settings.Read<AbruptDiscontinuationThresholds>(AbruptDiscontinuationRule.About)),
            new OpioidBenzodiazepineRule(settings.Read<OpioidBenzodiazepineThresholds>(OpioidBenzodiazepineRule.About)),
            new OpioidBenzodiazepineCarisoprodolRule(
                settings.Read<OpioidBenzodiazepineCarisoprodolThresholds>(OpioidBenzodiazepineCarisoprodolRule.About)),
            new TreatmentAndSedativeRule(settings.Read<TreatmentAndSedativeThresholds>(TreatmentAndSedativeRule.About)),
            new CashPatternRule(settings.Read<CashPatternThresholds>(CashPatternRule.About)),
            new PaymentSplitRule(settings.Read<PaymentSplitThresholds>(PaymentSplitRule.About)),
            new DistanceRule(settings.Read<DistanceThresholds>(DistanceRule.About)),
            new InterstateRule(settings.Read<InterstateThresholds>(InterstateRule.About)),
            new ImpossibleTripRule(settings.Read<ImpossibleTripThresholds>(ImpossibleTripRule.About)),
            new InvalidPrescriberNumberRule(numbers),
            new YoungAgeRule(settings.Read<YoungAgeThresholds>(YoungAgeRule.About)),
            new OlderAdultRule(settings.Read<OlderAdultThresholds>(OlderAdultRule.About)),
            new AnimalPrescriptionsRule(settings.Read<AnimalPrescriptionsThresholds>(AnimalPrescriptionsRule.About)),
        ];
    }

    /// <summary>Hands each rule its thresholds and remembers what was wrong.</summary>
    internal sealed class SettingsReader(RuleSettings settings)
    {
        private readonly List<string> _complaints = [];

        /// <summary>Ids of the rules that run.</summary>
        public HashSet<string> On { get; } = [];

        public T Read<T>(RuleDefinition rule)
            where T : class, new()
        {
            var values = settings.Of(rule.Id);
            if (IsOn(rule, values))
            {
                On.Add(rule.Id);
            }

            return Detection.Thresholds.Read<T>(
                rule.Id, values.Where(v => !IsSwitch(v.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase), _complaints);
        }

        private bool IsOn(RuleDefinition rule, IReadOnlyDictionary<string, string> values)
        {
            if (values.FirstOrDefault(v => IsSwitch(v.Key)).Value is not { } text)
            {
                return rule.OnByDefault;
            }

            if (!bool.TryParse(text, out var on))
            {
                _complaints.Add($"Rules:{rule.Id}:{RuleSettings.Switch}: '{text}' is not true or false.");
            }

            return on;
        }

        private static bool IsSwitch(string name) => name.Equals(RuleSettings.Switch, StringComparison.OrdinalIgnoreCase);

        public List<string> Complaints(IEnumerable<ICatalogRule> rules)
        {
            var known = rules.Select(r => r.Definition.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
            _complaints.AddRange(settings.RuleIds.Where(id => !known.Contains(id))
                .Select(id => $"Rules:{id}: no such rule; there are {string.Join(", ", known)}."));
            return _complaints;
        }
    }
}
