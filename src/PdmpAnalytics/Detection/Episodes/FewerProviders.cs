using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>What is told apart when providers are counted.</summary>
internal enum ProviderKind
{
    Practice,
    Prescriber,
    Dispenser,
}

/// <summary>The smallest change to a window's fills that brings the number of different providers below a limit.</summary>
/// <param name="Leaving">Positions of the fills that would have to be absent, oldest first.</param>
/// <param name="Sentence">The change in words, without a full stop.</param>
internal sealed record FewerProviders(IReadOnlyList<int> Leaving, string Sentence)
{
    public static FewerProviders Below(DispensingHistory history, IReadOnlyList<int> positions, int limit, ProviderKind kind) =>
        Without(history, positions, Count(history, positions, kind) - limit + 1, kind);

    /// <summary>At least one provider is left out; the ones with the fewest fills go first, of those the most recent.</summary>
    public static FewerProviders Without(DispensingHistory history, IReadOnlyList<int> positions, int providers, ProviderKind kind)
    {
        var groups = positions.GroupBy(p => Number(in history.Fills[p], kind))
            .OrderBy(g => g.Count()).ThenByDescending(g => g.Max()).ToList();
        providers = Math.Clamp(providers, 1, groups.Count);
        var leaving = groups.Take(providers).SelectMany(g => g).Order().ToList();
        var without = leaving.Count == 1
            ? $"without {FindingText.TheFill(history, in history.Fills[leaving[0]])}"
            : $"without the {leaving.Count} fills from {FindingText.List([.. leaving.Select(p => Name(history, in history.Fills[p], kind)).Distinct()])}";
        return new FewerProviders(
            leaving,
            $"{FindingText.Many(groups.Count - providers, Word(kind), Words(kind))} instead of {groups.Count}, as {without}");
    }

    public static FewerProviders Least(FewerProviders a, FewerProviders b) => b.Leaving.Count < a.Leaving.Count ? b : a;

    public static int Count(DispensingHistory history, IEnumerable<int> positions, ProviderKind kind) =>
        positions.Select(p => Number(in history.Fills[p], kind)).Distinct().Count();

    private static int Number(in Fill fill, ProviderKind kind) => kind switch
    {
        ProviderKind.Practice => fill.LocalPractice,
        ProviderKind.Prescriber => fill.LocalPrescriber,
        ProviderKind.Dispenser => fill.LocalDispenserGroup,
    };

    private static string Name(DispensingHistory history, in Fill fill, ProviderKind kind) => kind switch
    {
        ProviderKind.Practice => FindingText.Practice(history, in fill),
        ProviderKind.Prescriber => $"prescriber {fill.PrescriberId}",
        ProviderKind.Dispenser => FindingText.Dispenser(history, in fill),
    };

    private static string Word(ProviderKind kind) => kind switch
    {
        ProviderKind.Practice => "practice",
        ProviderKind.Prescriber => "prescriber",
        ProviderKind.Dispenser => "pharmacy",
    };

    private static string Words(ProviderKind kind) => kind == ProviderKind.Dispenser ? "pharmacies" : Word(kind) + "s";
}
