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
}
