using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

/// <summary>
/// Holds a property for generated values, the same ones in every run. <c>FUZZ_ROUNDS</c> sets how many: the full count is 100,000,
/// by default a share that takes seconds.
/// </summary>
internal static class Fuzz
{
    public static int Rounds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 2_000;

    /// <summary>Throws with the smallest value found for which <paramref name="holds"/> throws.</summary>
    public static void Check<T>(Gen<T> values, Action<T> holds) => Prop.ForAll(values.ToArbitrary(), holds).Check(
        Config.QuickThrowOnFailure.WithMaxTest(Rounds).WithReplay(new Replay(new Rnd(20261122, 7), null)));
}
