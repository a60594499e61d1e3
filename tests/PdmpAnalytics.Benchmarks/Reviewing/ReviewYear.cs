using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Evaluation.Report;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>One month of a simulated year.</summary>
/// <param name="Month">From 1.</param>
/// <param name="Learned">Conclusions the month's model learned from; 0 while there is none.</param>
/// <param name="Reviewed">Who was reviewed.</param>
/// <param name="WouldBe">Who would have been by the plain priority.</param>
internal sealed record ReviewMonth(int Month, int Learned, IReadOnlyList<QueuedPerson> Reviewed, IReadOnlyList<QueuedPerson> WouldBe)
{
    /// <summary>Of those reviewed, the share that misuses.</summary>
    public Proportion Found => Share(Reviewed);

    /// <summary>The same had the plain priority ordered this month's queue.</summary>
    public Proportion Unlearned => Share(WouldBe);

    private static Proportion Share(IReadOnlyList<QueuedPerson> people) => new(people.Count(p => p.Misuse), people.Count);
}

/// <summary>
/// A year of reviewing: each month other people come up, as many as a twelfth of the population; reviewers take the first of the
/// queue, as many as they can, and are wrong about some; at each month's end a model is trained on all conclusions so far, once
/// there are enough, and orders the next month.
/// </summary>
internal sealed class ReviewYear(IReadOnlyList<QueuedPerson> people, int budget, double mistakes, int seed)
{
    private const int Months = 12;
    private readonly LearningOptions _options = new();

    public IReadOnlyList<ReviewMonth> Run(IRiskEngine engine)
    {
        var random = new Random(seed);
        var order = people.ToArray();
        random.Shuffle(order);
        var cases = new List<ReviewedCase>();
        var months = new List<ReviewMonth>();
        IRiskModel? model = null;
        var learned = 0;
        for (var month = 1; month <= Months; month++)
        {
            var up = order.Where((p, i) => i % Months == month - 1 && p.Inputs is not null).ToList();
            var taken = up.OrderByDescending(p => model is null ? p.Priority : p.PriorityBy(model)).ThenBy(p => p.Number).Take(budget).ToList();
            var plain = up.OrderByDescending(p => p.Priority).ThenBy(p => p.Number).Take(budget).ToList();
            months.Add(new ReviewMonth(month, learned, taken, plain));
            cases.AddRange(taken.Select(p => Review(p, month, mistakes, random)));
            if (_options.Refuse(cases.Count, cases.Count(c => c.Confirmed)) is null)
            {
                (model, learned) = (engine.Train(cases, seed), cases.Count);
            }
        }

        return months;
    }

    /// <summary>What a reviewer concludes, who is wrong about a share.</summary>
    public static ReviewedCase Review(QueuedPerson person, int month, double mistakes, Random random) =>
        new(person.Number, new DateOnly(2026, month, 28), person.Inputs!, person.Misuse ^ random.NextDouble() < mistakes);

    /// <summary>Months joined.</summary>
    public static Proportion Sum(IEnumerable<ReviewMonth> months) => months.Aggregate(
        default(Proportion), (sum, m) => new Proportion(sum.Hits + m.Found.Hits, sum.Of + m.Found.Of));
}
