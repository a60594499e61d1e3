using System.Text;
using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class SubmittedQuoteTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("2025-13-01", "2025-13-01")]
    [InlineData("Muñoz", "Muñoz")]
    [InlineData("a\tb\r\nc\0", "a\\u{9}b\\u{d}\\u{a}c\\u{0}")]
    [InlineData("\u001b[31mred", "\\u{1b}[31mred")]
    [InlineData("abc\u202Edef", "abc\\u{202e}def")]
    public void Text_IsShownOnOneLine(string text, string expected) => Assert.Equal(expected, Quote(text));

    [Fact]
    public void LongText_IsCut()
    {
        Assert.Equal(new string('x', 40), Quote(new string('x', 40)));
        Assert.Equal(new string('x', 40) + "…", Quote(new string('x', 41)));
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 40)) + "…", Quote(string.Concat(Enumerable.Repeat("😀", 100_000))));
    }

    [Fact]
    public void BytesThatAreNoText_AreReplaced() => Assert.Equal("M\uFFFDn", SubmittedQuote.Of([(byte)'M', 0xF1, (byte)'n']));

    private static string Quote(string text) => SubmittedQuote.Of(Encoding.UTF8.GetBytes(text));
}
