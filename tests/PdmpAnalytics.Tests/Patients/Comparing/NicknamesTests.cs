using PdmpAnalytics.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Comparing;

public class NicknamesTests
{
    [Fact]
    public void Table_HoldsAtLeastThreeHundredPairs_EachOnceAndInOneSpelling()
    {
        var pairs = Nicknames.All;

        Assert.True(pairs.Count >= 300);
        Assert.Equal(pairs.Count, pairs.Distinct().Count());
        Assert.All(pairs, pair => Assert.Matches("^[A-Z]{2,},[A-Z]{2,}$", $"{pair.Name},{pair.Form}"));
        Assert.All(pairs, pair => Assert.NotEqual(pair.Name, pair.Form));
    }

    [Fact]
    public void Form_MayBelongToSeveralNames() => Assert.Equal(["PATRICIA", "PATRICK"], Nicknames.NamesOf("PAT"));

    [Fact]
    public void FullName_IsNoFormOfItself() => Assert.Empty(Nicknames.NamesOf("WILLIAM"));

    [Fact]
    public void Intended_IsEveryListedNameOneSlipAway()
    {
        var random = new Random(20261122);
        var listed = Nicknames.All.SelectMany(pair => new[] { pair.Name, pair.Form }).Concat(Nicknames.Lines("given-names.csv")).Distinct().Order(StringComparer.Ordinal).ToList();

        // The slow and obvious reading: every name of the tables, compared.
        foreach (var name in listed.Where((_, i) => i % 7 == 0).Select(name => Slip(name, random)))
        {
            var expected = name.Length < 4 || Nicknames.IsListed(name) ? [] : listed.Where(other => Spelling.IsOneEdit(other, name));
            Assert.Equal(expected, Nicknames.Intended(name));
        }
    }

    private static string Slip(string name, Random random)
    {
        var at = random.Next(name.Length - 1);
        return random.Next(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, "X"),
            2 => name.Remove(at, 1).Insert(at, "Q"),
            _ => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
        };
    }
}
