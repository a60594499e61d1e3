using System.Numerics;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// How many practices and dispenser groups a scope's fills come from at most, over the whole history: the first question of
/// every provider rule, so that an ordinary patient costs one look.
/// </summary>
public readonly record struct ScopeProviders(int Practices, int Dispensers)
{
    private const int MaskBits = 64;

    internal static void Read(DispensingHistory history, Span<ScopeProviders> byScope)
    {
        Span<ulong> practices = stackalloc ulong[(int)DrugScope.All];
        Span<ulong> dispensers = stackalloc ulong[(int)DrugScope.All];
        practices.Clear();
        dispensers.Clear();
        var fills = history.Fills;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            var scope = (int)fill.Class.Scope()!.Value;
            practices[scope] |= 1UL << (fill.LocalPractice % MaskBits);
            dispensers[scope] |= 1UL << (fill.LocalDispenserGroup % MaskBits);
        }

        for (var scope = 0; scope < (int)DrugScope.All; scope++)
        {
            byScope[scope] = new ScopeProviders(
                Most(practices[scope], history.PracticeCount), Most(dispensers[scope], history.DispenserGroupCount));
        }

        byScope[(int)DrugScope.All] = new ScopeProviders(
            Most(practices[0] | practices[1] | practices[2], history.PracticeCount),
            Most(dispensers[0] | dispensers[1] | dispensers[2], history.DispenserGroupCount));
    }

    /// <summary>Beyond 64 different ones the bits no longer tell them apart; the whole history's count is a bound then.</summary>
    private static int Most(ulong mask, int all) => all > MaskBits ? all : BitOperations.PopCount(mask);
}
