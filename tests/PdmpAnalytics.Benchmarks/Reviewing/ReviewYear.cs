using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>One month of a simulated year.</summary>
/// <param name="Learned">Conclusions the month's model learned from; 0 while there is none.</param>
/// <param name="Found">Share of those reviewed that misuses.</param>
/// <param name="Unlearned">The same had the plain priority ordered this month's queue.</param>
internal readonly record struct ReviewMonth(int Learned, double Found, double Unlearned);

/// <summary>
/// A year of reviewing: each month other people come up, a twelfth of the population, each with the history of that month's end; reviewers take
/// the first of the queue, as many as they can, and are wrong about some; at each month's end a model is trained on all conclusions so
/// far, once there are enough, and orders the next month.
/// </summary>
/// <param name="months">By month, then by person: one person stands at one place in each month.</param>
/// <param name="budget">Reviews a month.</param>
/// <param name="mistakes">Share of conclusions that are wrong, 0 to 1.</param>
internal sealed class ReviewYear(IReadOnlyList<IReadOnlyList<QueuedPerson>> months, int budget, double mistakes)
{
    private readonly LearningOptions _options = new();

    /// <param name="drawn">How many people of each kind there are, by place: 1 for the population as it is. All copies of one come up in one month, so that a model never meets a
    /// copy of whom it learned from.</param>
    public IReadOnlyList<ReviewMonth> Run(IRiskEngine engine, int[] drawn, int seed)
    {
        var random = new Random(seed);
        var order = Enumerable.Range(0, drawn.Length).ToArray();
        random.Shuffle(order);
        var cases = new List<ReviewedCase>();
        var year = new List<ReviewMonth>();
        IRiskModel? model = null;
        var learned = 0;
        for (var month = 0; month < months.Count; month++)
        {
            var up = order.Where((person, i) => i % months.Count == month && months[month][person].Inputs is not null)
                .SelectMany(person => Enumerable.Repeat(months[month][person], drawn[person])).ToList();
            var taken = Taken(up, p => model is null ? p.Priority : p.PriorityBy(model));
            year.Add(new ReviewMonth(learned, Share(taken), Share(Taken(up, p => p.Priority))));
            cases.AddRange(taken.Select(p => Review(p, month + 1, mistakes, random)));
            if (month < months.Count - 1 && _options.Refuse(cases.Count, cases.Count(c => c.Confirmed)) is null)
            {
                (model, learned) = (engine.Train(cases, seed), cases.Count);
            }
        }

        return year;
    }

    /// <summary>What a reviewer concludes, who is wrong about a share.</summary>
    public static ReviewedCase Review(QueuedPerson person, int month, double mistakes, Random random) =>
        new(person.Number, new DateOnly(2026, month, 28), person.Inputs!, person.Misuse ^ random.NextDouble() < mistakes);

    private List<QueuedPerson> Taken(List<QueuedPerson> up, Func<QueuedPerson, double> priority) =>
        [.. up.OrderByDescending(priority).ThenBy(p => p.Number).Take(budget)];

    private static double Share(List<QueuedPerson> people) => people.Average(p => p.Misuse ? 1.0 : 0);
}
