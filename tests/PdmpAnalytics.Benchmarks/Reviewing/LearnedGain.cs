namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>A difference of two precisions with its 95 % interval.</summary>
internal readonly record struct Gain(double Difference, double Low, double High);

/// <summary>
/// What learning adds to precision at the budget, over several simulated years of the same people. In each year chance brings a person up
/// in another month, so over the years the same people are reviewed early and late: the interval is a bootstrap over people, each drawn
/// with all of their reviews, and both precisions are computed from the same draw. It covers which people there are, and holds the models fixed.
/// </summary>
internal static class LearnedGain
{
    private const int Draws = 2000;

    /// <summary>Months 10 to 12 less months 1 to 3.</summary>
    public static Gain LateOverEarly(IEnumerable<IReadOnlyList<ReviewMonth>> years, int seed)
    {
        var months = years.ToList();
        return Compare(months.SelectMany(y => y.TakeLast(3)).SelectMany(m => m.Reviewed), months.SelectMany(y => y.Take(3)).SelectMany(m => m.Reviewed), seed);
    }

    /// <summary>Months 10 to 12 less what the plain priority would have found in the same months' queues.</summary>
    public static Gain LateOverPlain(IEnumerable<IReadOnlyList<ReviewMonth>> years, int seed)
    {
        var late = years.SelectMany(y => y.TakeLast(3)).ToList();
        return Compare(late.SelectMany(m => m.Reviewed), late.SelectMany(m => m.WouldBe), seed);
    }

    private static Gain Compare(IEnumerable<QueuedPerson> one, IEnumerable<QueuedPerson> other, int seed)
    {
        var counts = new Dictionary<long, (bool Misuse, int One, int Other)>();
        foreach (var person in one)
        {
            var count = counts.GetValueOrDefault(person.Number);
            counts[person.Number] = (person.Misuse, count.One + 1, count.Other);
        }

        foreach (var person in other)
        {
            var count = counts.GetValueOrDefault(person.Number);
            counts[person.Number] = (person.Misuse, count.One, count.Other + 1);
        }

        var people = counts.OrderBy(c => c.Key).Select(c => c.Value).ToArray();
        var (random, drawn) = (new Random(seed), new double[Draws]);
        for (var d = 0; d < Draws; d++)
        {
            drawn[d] = Difference(random.GetItems(people, people.Length));
        }

        Array.Sort(drawn);
        return new Gain(Difference(people), drawn[(int)(0.025 * Draws)], drawn[(int)(0.975 * Draws)]);
    }

    private static double Difference((bool Misuse, int One, int Other)[] people) =>
        (double)people.Sum(p => p.Misuse ? p.One : 0) / people.Sum(p => p.One) - (double)people.Sum(p => p.Misuse ? p.Other : 0) / people.Sum(p => p.Other);
}
