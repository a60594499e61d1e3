namespace PdmpAnalytics.Detection.Population;

/// <summary>The rules over several patients, prescribers and dispensers, in catalogue order.</summary>
public sealed class PopulationRuleSet
{
    internal PopulationRuleSet(RuleCatalog.SettingsReader settings)
    {
        BorrowedNumber = new(settings.Read<BorrowedNumberThresholds>(BorrowedNumberRule.About));
        PrescriptionNumber = new(settings.Read<PrescriptionNumberThresholds>(PrescriptionNumberRule.About));
        SeveralIdentities = new(settings.Read<SeveralIdentitiesThresholds>(SeveralIdentitiesRule.About));
        BlankSerial = new(settings.Read<BlankSerialThresholds>(BlankSerialRule.About));
        Household = new(settings.Read<HouseholdThresholds>(HouseholdRule.About));
        SharedNetwork = new(settings.Read<SharedNetworkThresholds>(SharedNetworkRule.About));
        PrescriberOutlier = new(settings.Read<PrescriberOutlierThresholds>(PrescriberOutlierRule.About));
        DispenserOutlier = new(settings.Read<DispenserOutlierThresholds>(DispenserOutlierRule.About));
        GroupArrival = new(settings.Read<GroupArrivalThresholds>(GroupArrivalRule.About));
    }

    public IReadOnlyList<ICatalogRule> All =>
        [BorrowedNumber, PrescriptionNumber, SeveralIdentities, BlankSerial, Household, SharedNetwork, PrescriberOutlier, DispenserOutlier, GroupArrival];

    internal BorrowedNumberRule BorrowedNumber { get; }

    internal PrescriptionNumberRule PrescriptionNumber { get; }

    internal SeveralIdentitiesRule SeveralIdentities { get; }

    internal BlankSerialRule BlankSerial { get; }

    internal HouseholdRule Household { get; }

    internal SharedNetworkRule SharedNetwork { get; }

    internal PrescriberOutlierRule PrescriberOutlier { get; }

    internal DispenserOutlierRule DispenserOutlier { get; }

    internal GroupArrivalRule GroupArrival { get; }

    /// <summary>What the rule with this id says about itself; null when it is no rule over several patients.</summary>
    public RuleDefinition? Find(string id) => All.FirstOrDefault(r => r.Definition.Id == id)?.Definition;
}
