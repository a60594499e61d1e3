using PdmpAnalytics.Practices;
using Xunit;

namespace PdmpAnalytics.Tests.Practices;

public class PrescriberGroupingTests
{
    private const string Npi1 = "1000000012";
    private const string Npi2 = "1000000020";
    private const string Dea1 = "BS2048711";
    private const string Dea2 = "MJ3188427";

    [Fact]
    public void SameValidNpi_IsOnePerson_WhateverTheName() =>
        Assert.Equal([1, 1], Group(new(1, Npi1, "", "", "SMITH"), new(2, Npi1, Dea1, "", "SMYTHE")));

    [Fact]
    public void SeveralDeaNumbersOfOneNpi_AreOnePerson_AlsoWhenTheNpiIsLeftOut() =>
        Assert.Equal(
            [1, 1, 1, 1],
            Group(new(1, Npi1, Dea1, "", "SMITH"), new(2, Npi1, Dea2, "", "SMITH"), new(3, "", Dea1, "", "Smith"), new(4, "", Dea2, "", "SMITH")));

    [Fact]
    public void SameDeaAndLastNameWithoutSuffix_IsOnePerson_AnotherNameIsNot() =>
        Assert.Equal([1, 1, 3], Group(new(1, "", Dea1, "", "O'HARA"), new(2, "", Dea1, "", "OHARA"), new(3, "", Dea1, "", "LEE")));

    [Fact]
    public void InstitutionalDea_IsOnePersonForEachSuffix() =>
        Assert.Equal([1, 2, 1], Group(new(1, "", Dea1, "A12", "LEE"), new(2, "", Dea1, "B7", "LEE"), new(3, "", Dea1, "A12", "LEIGH")));

    [Fact]
    public void NumbersThatFailTheirCheck_JoinNobody() =>
        Assert.Equal(
            [1, 2, 3, 4],
            Group(
                new(1, "1234567890", "", "", "SMITH"), new(2, "1234567890", "", "", "SMITH"),
                new(3, "", "AP0000000", "", "LEE"), new(4, "", "AP0000000", "", "LEE")));

    [Fact]
    public void Order_DoesNotMatter()
    {
        PrescriberNumber[] rows = [new(4, Npi2, Dea1, "", "LEE"), new(2, "", Dea1, "", "LEE"), new(9, Npi2, "", "", "LEE"), new(3, Npi1, "", "", "X")];
        Assert.Equal(PrescriberGrouping.Group(rows).OrderBy(g => g.Key), PrescriberGrouping.Group([.. rows.AsEnumerable().Reverse()]).OrderBy(g => g.Key));
        Assert.Equal([2, 2, 2], new[] { 4, 2, 9 }.Select(id => PrescriberGrouping.Group(rows)[id]));
    }

    [Fact]
    public void ToString_ShowsNoName() =>
        Assert.DoesNotContain("LEE", new PrescriberNumber(1, "", "", "", "LEE").ToString(), StringComparison.Ordinal);

    private static IEnumerable<int> Group(params PrescriberNumber[] rows)
    {
        var groups = PrescriberGrouping.Group(rows);
        return rows.Select(r => groups[r.Id]);
    }
}
