using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public class DeaNumberTests
{
    [Theory]
    [InlineData("AP5836727")]
    [InlineData("BB1388568")]
    [InlineData("FP1234563")]
    [InlineData("BS2048711")]
    [InlineData("MJ3188427")]
    [InlineData("AL4029179")]
    [InlineData("AB5512036")]
    [InlineData("BC6604183")]
    [InlineData("FD1357905")]
    [InlineData("F91357905")] // business address registrant
    [InlineData("AP5836727-A12")] // staff of an institution
    [InlineData(" ap5836727 ")]
    public void RightCheckDigit_IsValid(string number) => Assert.True(DeaNumber.IsValid(number));

    [Theory]
    [InlineData("AP5836728")]
    [InlineData("A15836727")]
    [InlineData("AP583672")]
    [InlineData("AP58367270")]
    [InlineData("AP0000000")] // passes the sum; a placeholder
    [InlineData("9P5836727")]
    [InlineData("AP58367X7")]
    [InlineData("-AP5836727")]
    [InlineData("")]
    [InlineData(null)]
    public void OtherText_IsNot(string? number) => Assert.False(DeaNumber.IsValid(number));
}

public class NpiTests
{
    [Theory]
    [InlineData("1234567893")]
    [InlineData("1000000012")]
    [InlineData("1000000020")]
    [InlineData("1000000038")]
    public void RightCheckDigit_IsValid(string number) => Assert.True(Npi.IsValid(number));

    [Theory]
    [InlineData("1234567890")]
    [InlineData("3234567893")]
    [InlineData("123456789")]
    [InlineData("12345678930")]
    [InlineData("12345678X3")]
    [InlineData("")]
    [InlineData(null)]
    public void OtherText_IsNot(string? number) => Assert.False(Npi.IsValid(number));

    [Fact]
    public void EveryStem_HasExactlyOneCheckDigit()
    {
        var random = new Random(20261122);
        for (var i = 0; i < 1000; i++)
        {
            var stem = random.Next(100_000_000, 300_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Single(Enumerable.Range(0, 10), digit => Npi.IsValid($"{stem}{digit}"));
        }
    }
}
