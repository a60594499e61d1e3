using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>How two identities take turns with one class; pure.</summary>
/// <param name="Class">The class with most turns.</param>
/// <param name="Turns">Fills that are another identity's than the fill before.</param>
internal readonly record struct IdentityAlternation(DrugClass Class, int Turns)
{
    /// <summary>Fills each identity must have (ID-04).</summary>
    private const int FillsEach = 2;

    /// <param name="history">The fills of both.</param>
    /// <param name="firsts">Version ids of one of them.</param>
    /// <returns>Null when in no class both have two fills and supplies that overlap.</returns>
    public static IdentityAlternation? Of(DispensingHistory history, IReadOnlySet<long> firsts)
    {
        IdentityAlternation? most = null;
        foreach (var sameClass in history.InScope(DrugScope.All).ToArray().Select(i => history.Fills[i]).GroupBy(f => f.Class).OrderBy(g => g.Key))
        {
            var fills = sameClass.ToArray();
            var own = Array.FindAll(fills, f => firsts.Contains(f.DispensationId));
            var others = Array.FindAll(fills, f => !firsts.Contains(f.DispensationId));
            if (own.Length < FillsEach || others.Length < FillsEach || !own.Any(a => others.Any(b => a.DaysSharedWith(b) > 0)))
            {
                continue;
            }

            var turns = fills.Zip(fills.Skip(1)).Count(f => firsts.Contains(f.First.DispensationId) != firsts.Contains(f.Second.DispensationId));
            if (turns > (most?.Turns ?? 0))
            {
                most = new IdentityAlternation(sameClass.Key, turns);
            }
        }

        return most;
    }
}
