using PdmpAnalytics.TestKit.Ingestion;
using PdmpAnalytics.TestKit.Naive;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class RecordPlanTests
{
    /// <summary>The state machine alone, without a database.</summary>
    [Fact]
    public void RandomSequences_EndAsInEffectiveOrder()
    {
        var random = new Random(20261122);
        for (var number = 0; number < 100_000; number++)
        {
            var sequence = SentSequence.Random(random, number);
            var keys = new MemoryKeys();
            foreach (var file in sequence.Files)
            {
                keys.Load(file);
            }

            var expected = NaiveReports.Live(sequence.Files).ToDictionary(l => l.Key, l => l.Value.Content);
            Assert.True(keys.Live.SequenceEqual(expected), $"sequence {number}");
            Assert.True(keys.IsConsistent, $"sequence {number}: versions");
        }
    }

    /// <summary>The same files in another order end alike, for their times differ.</summary>
    [Fact]
    public void OrderOfArrival_DoesNotMatter()
    {
        var random = new Random(20261123);
        for (var number = 0; number < 10_000; number++)
        {
            var second = 0;
            var sequence = SentSequence.Random(random, number).Files
                .SelectMany(f => f).DistinctBy(t => (t.ControlNumber, t.IsVoid)).Select(t => t with { Second = second++ }).ToList();
            var inOrder = NaiveReports.Live([sequence]).ToDictionary(l => l.Key, l => l.Value.Content);
            var shuffled = sequence.ToArray();
            random.Shuffle(shuffled);
            var keys = new MemoryKeys();
            foreach (var transaction in shuffled)
            {
                keys.Load([transaction]);
            }

            Assert.True(keys.Live.SequenceEqual(inOrder), $"sequence {number}");
        }
    }
}
