using PdmpAnalytics.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Comparing;

public class SpellingTests
{
    [Theory]
    [InlineData("SMITH", "SMTH", true)]
    [InlineData("SMITH", "SMIITH", true)]
    [InlineData("SMITH", "SMYTH", true)]
    [InlineData("SMITH", "SMIHT", true)]
    [InlineData("", "A", true)]
    [InlineData("SMITH", "SMITH", false)]
    [InlineData("", "", false)]
    [InlineData("SMITH", "SHIMT", false)]
    [InlineData("SMITH", "SMITHES", false)]
    [InlineData("AB", "BC", false)]
    public void OneEdit_IsOneSlipOfTheHand(string a, string b, bool one)
    {
        Assert.Equal(one, Spelling.IsOneEdit(a, b));
        Assert.Equal(one, Spelling.IsOneEdit(b, a));
    }

    // The National Archives' own examples of American Soundex.
    [Theory]
    [InlineData("WASHINGTON", 'W', 252)]
    [InlineData("LEE", 'L', 0)]
    [InlineData("GUTIERREZ", 'G', 362)]
    [InlineData("PFISTER", 'P', 236)]
    [InlineData("JACKSON", 'J', 250)]
    [InlineData("TYMCZAK", 'T', 522)]
    [InlineData("ASHCRAFT", 'A', 261)]
    public void Soundex_IsThatOfTheNationalArchives(string name, char letter, int digits) =>
        Assert.Equal(letter * 1000 + digits, Spelling.Soundex(name));

    [Fact]
    public void Soundex_WithoutLetters_IsNone() => Assert.Equal(0, Spelling.Soundex("123 李"));
}
