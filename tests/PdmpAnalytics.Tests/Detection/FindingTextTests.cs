using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Episodes;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

public class FindingTextTests
{
    [Theory]
    [InlineData("{n} pharmacies in {W} days", 1, "1 pharmacy in 30 days")]
    [InlineData("{n} pharmacies in {W} days", 2, "2 pharmacies in 30 days")]
    [InlineData("{n} such fills in {W} days.", 1, "1 such fill in 30 days.")]
    [InlineData("from {n} practices and {W} pharmacies", 1, "from 1 practice and 30 pharmacies")]
    [InlineData("{n} LME a day on {W} days", 1, "1 LME a day on 30 days")]
    [InlineData("{n}, of {W} days", 1, "1, of 30 days")]
    [InlineData("{n} days", 1, "1 day")]
    [InlineData("{n} days", 1.5, "1.5 days")]
    [InlineData("at {n}", 1, "at 1")]
    public void OneOfSomething_StandsInTheSingular(string template, double n, string expected) =>
        Assert.Equal(expected, FindingText.Fill(template, [new FindingValue("n", n), new FindingValue("W", 30)]));

    [Theory]
    [InlineData(95.1, "95.1st")]
    [InlineData(92, "92nd")]
    [InlineData(99.3, "99.3rd")]
    [InlineData(96, "96th")]
    [InlineData(11, "11th")]
    [InlineData(12, "12th")]
    [InlineData(21, "21st")]
    [InlineData(1, "1st")]
    public void Ordinal_EndsByItsLastDigit(double number, string expected) => Assert.Equal(expected, FindingText.Ordinal(number));
}
