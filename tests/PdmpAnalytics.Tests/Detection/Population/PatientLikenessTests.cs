using PdmpAnalytics.Detection.Population;
using Xunit;
using static PdmpAnalytics.Tests.Detection.Population.GroupRuleContext;

namespace PdmpAnalytics.Tests.Detection.Population;

public sealed class PatientLikenessTests
{
    [Theory]
    [InlineData("HARPER", "ROBERT", "1970-03-04", "", true)]
    [InlineData("HAPRER", "ROBERT", "1970-03-04", "", true)] // neighbours exchanged
    [InlineData("HARPER", "ROB", "1970-03-04", "", true)]
    [InlineData("ROBERT", "HARPER", "1970-03-04", "", true)] // names exchanged
    [InlineData("HARPER", "ROBERT", "1970-04-03", "", true)] // day and month exchanged
    [InlineData("STONE", "ROBERT", "1970-03-04", "", true)] // married: first name and birth date stay
    [InlineData("HARPER", "SUSAN", "1970-03-04", "", true)] // a twin cannot be told from a wrong first name
    [InlineData("STONE", "SUSAN", "1970-03-04", "", false)]
    [InlineData("HARPER", "SUSAN", "1981-06-07", "", false)] // one household
    [InlineData("STONE", "SUSAN", "1981-06-07", "D123456", true)] // the same licence
    [InlineData("STONE", "SUSAN", "1981-06-07", "999999999", false)]
    public void Alike_AreTwoOfThreeParticulars(string last, string first, string born, string id, bool expected)
    {
        var likeness = Of(Person(1, "HARPER", "ROBERT", "1970-03-04", id), Person(2, last, first, born, id)).Likeness;

        Assert.Equal(expected, likeness.MayBeOne(1, 2));
        Assert.Equal(expected, likeness.MayBeOne(2, 1));
    }

    [Fact]
    public void People_AreTakenTogetherOverAThird()
    {
        var likeness = Of(
            Person(1, "HARPER", "ROBERT", "1970-03-04"), Person(2, "STONE", "ANNE", "1981-01-01"),
            Person(3, "HARPER", "BOBBY", "1970-03-04"), Person(4, "MILLER", "BOBBY", "1970-03-04")).Likeness;

        Assert.Equal([[2], [1, 3, 4]], likeness.People([4, 3, 2, 1, 1]));
        Assert.Equal(3, PatientLikeness.None.People([7, 8, 9]).Count);
    }
}
