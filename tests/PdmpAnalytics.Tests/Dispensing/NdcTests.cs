using System.Text;
using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public class NdcTests
{
    [Theory]
    [InlineData("0574-4072-05", "00574407205")]
    [InlineData("51655-089-52", "51655008952")]
    [InlineData("58118-1397-3", "58118139703")]
    [InlineData("00093-0833-01", "00093083301")]
    [InlineData("00093083301", "00093083301")]
    [InlineData(" 00093083301 ", "00093083301")]
    public void PrintedForm_BecomesElevenDigits(string text, string expected)
    {
        Assert.True(Ndc.TryParse(text, out var ndc));
        Assert.Equal(expected, ndc.ToString());
        Assert.Equal(ndc, Ndc.FromNumber(ndc.Number));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0574407205")] // ten digits: ambiguous
    [InlineData("000930833011")]
    [InlineData("0009308330")]
    [InlineData("0574-407-05")] // nine digits
    [InlineData("123-45678-90")]
    [InlineData("0574-4072")]
    [InlineData("0574-4072-05-1")]
    [InlineData("00093-08330-1")]
    [InlineData("99999ABC001")] // a pharmacy's own compound code
    [InlineData("0057440720A")]
    [InlineData("00574 407205")]
    public void AnythingElse_IsRefused(string? text)
    {
        Assert.False(Ndc.TryParse(text, out var ndc));
        Assert.True(ndc.IsEmpty);
    }

    [Fact]
    public void TenDigits_HaveThreeReadings() =>
        Assert.Equal(
            ["00574407205", "05744007205", "05744072005"],
            Ndc.Candidates("0574407205"u8).Select(n => n.ToString()));

    [Theory]
    [InlineData("00574407205")]
    [InlineData("0574-407205")]
    [InlineData("057440720X")]
    [InlineData("")]
    public void OtherThanTenDigits_HaveNoReadings(string text) =>
        Assert.Empty(Ndc.Candidates(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000_000_000)]
    public void NumberOutsideElevenDigits_IsACallersError(long number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ndc.FromNumber(number));
}
