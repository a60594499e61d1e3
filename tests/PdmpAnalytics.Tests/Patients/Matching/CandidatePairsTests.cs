using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.TestKit.Linkage;
using PdmpAnalytics.Tests.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Matching;

public class CandidatePairsTests
{
    private const string Robert = "WINTERS | ROBERT | | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | 123456780";

    [Theory]
    [InlineData("everything but the id is wrong", "X | Y | | | 1950-01-02 | F | 1 OAK AVE | MEMPHIS | 38103 | 9015550000 | 123456780")]
    [InlineData("nickname, moved, other phone, no id", "WINTERS | BOB | | | 1971-05-23 | M | 1 OAK AVE | MEMPHIS | 38103 | 9015550000 |")]
    [InlineData("swapped names, moved", "ROBERT | WINTERS | | | 1971-05-23 | M | 1 OAK AVE | MEMPHIS | 38103 | |")]
    [InlineData("wrong day, moved", "WINTERS | ROBERT | | | 1971-05-24 | M | 1 OAK AVE | MEMPHIS | 38103 | |")]
    [InlineData("wrong year, moved", "WINTERS | ROBERT | | | 1917-05-23 | M | 1 OAK AVE | MEMPHIS | 38103 | |")]
    [InlineData("married, moved", "HALE | ROBERT | | | 1971-05-23 | M | 1 OAK AVE | MEMPHIS | 38103 | |")]
    [InlineData("double name, first name mistyped", "HALE-WINTERS | XOBERT | | | 1971-05-23 | M | 1 OAK AVE | MEMPHIS | 38103 | |")]
    [InlineData("both names and the birth date wrong", "XINTERS | XOBERT | | | 1972-06-24 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("no birth date, another ZIP", "WINTERS | ROBERT | | | | M | 12 MAIN ST | NASHVILLE | 37299 | |")]
    public void RecordsOfOnePerson_ShareAKey(string what, string other)
    {
        Assert.True(Pairs(Compared.Records(Robert, other)) is [(1, 0)], what);
    }

    [Fact]
    public void AnimalsAndPeople_ShareNone()
    {
        var person = Compared.Fields(Robert);
        Assert.Empty(Pairs(Compared.Records([person, person with { Animal = true }])));
    }

    [Fact]
    public void RecordWithoutAnything_HasNoKey()
    {
        var keys = new List<ulong>();
        BlockingKeys.AddTo(keys, Compared.Records(""), Compared.Records("")[0]);
        Assert.Empty(keys);
    }

    [Fact]
    public void Keys_NeverChange_SinceTheyAreStored()
    {
        var keys = new List<ulong>();
        var records = Compared.Records(Robert);
        BlockingKeys.AddTo(keys, records, records[0]);
        var all = keys.Aggregate(0UL, (sum, key) => unchecked(sum * 31 + key));
        Assert.Equal((13, 7489950446887330977UL), (keys.Count, all));
    }

    [Fact]
    public void Pairs_AreThoseOfANaiveSearch_EachOnce_HoweverTheEntriesAreCut()
    {
        var records = Compared.Records(new InventedFamilies(3).Records(60).Select(r => r.Fields));
        var keys = new List<HashSet<ulong>>();
        for (var i = 0; i < records.Count; i++)
        {
            var own = new List<ulong>();
            BlockingKeys.AddTo(own, records, records[i]);
            keys.Add([.. own]);
        }

        var naive = from a in Enumerable.Range(0, records.Count) from b in Enumerable.Range(0, a) where keys[a].Overlaps(keys[b]) select (a, b);
        Assert.Equal(naive.Order(), Pairs(records).Order());
        Assert.Equal(naive.Order(), Pairs(records, 7).Order());
    }

    [Fact]
    public void LargeBlock_IsLeftOut_AndSoIsEveryPairThatOnlyItProposes()
    {
        // One telephone for a care home; two of its people also share an id.
        var fields = Enumerable.Range(0, CandidatePairs.LargestBlock + 1).Select(i => new LinkFields
        {
            Phone = "6155550142", IdQualifier = 6, IdValue = i < 2 ? "123456780" : "",
        });
        var records = Compared.Records(fields);

        Assert.Equal([(1, 0)], Pairs(records));
        Assert.Equal(1, new CandidatePairs(records).BlocksLeftOut);
    }

    private static List<(int A, int B)> Pairs(LinkRecords records, int entriesAtATime = int.MaxValue)
    {
        var candidates = new CandidatePairs(records);
        var pairs = new List<(int, int)>();
        for (long from = 0; from < candidates.Count; from += entriesAtATime)
        {
            candidates.Visit((int)from, (int)Math.Min(candidates.Count, from + entriesAtATime), (a, b) => pairs.Add((Math.Max(a, b), Math.Min(a, b))));
        }

        return pairs;
    }
}
