using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class SpanInternerTests
{
    [Fact]
    public void ManyTexts_AreNumberedAsADictionaryWould()
    {
        var interner = new SpanInterner();
        var expected = new Dictionary<string, int>();
        var random = new Random(7);
        for (var i = 0; i < 50_000; i++)
        {
            var text = random.Next(20_000).ToString(CultureInfo.InvariantCulture);
            var isFirst = expected.TryAdd(text, expected.Count);

            Assert.Equal(expected[text], interner.Intern(Encoding.ASCII.GetBytes(text), out var isNew));
            Assert.Equal(isFirst, isNew);
        }

        Assert.Equal(expected.Count, interner.Count);
    }

    [Fact]
    public void Hash_IsTheSameInEveryProcess()
    {
        // Stored keys depend on it: a changed value here means that a released store is no longer understood.
        Assert.Equal(0xC11D_C136_1F40_651DUL, StableHash.Of("prescription 700101"u8));
    }
}
