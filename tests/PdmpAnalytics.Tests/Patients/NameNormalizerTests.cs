using PdmpAnalytics.Patients;
using Xunit;

namespace PdmpAnalytics.Tests.Patients;

public class NameNormalizerTests
{
    [Theory]
    [InlineData("O'Neil", "Séan", "", "ONEIL", "SEAN", "")]
    [InlineData("o’neil", "SEAN", "", "ONEIL", "SEAN", "")]
    [InlineData("Smith-Jones", "Mary Ann", "", "SMITHJONES", "MARYANN", "")]
    [InlineData("Smith Jr.", "John", "", "SMITH", "JOHN", "JR")]
    [InlineData("Smith", "John III", "", "SMITH", "JOHN", "III")]
    [InlineData("Smith", "John", "junior", "SMITH", "JOHN", "JR")]
    [InlineData("Smith", "John", "3rd", "SMITH", "JOHN", "III")]
    [InlineData("Senior", "Ann", "", "SENIOR", "ANN", "")]
    [InlineData("Smith", "John V", "", "SMITH", "JOHNV", "")]
    [InlineData("Straße", "Łukasz", "", "STRASSE", "LUKASZ", "")]
    [InlineData("Nuñez", "José", "", "NUNEZ", "JOSE", "")]
    [InlineData("", "", "", "", "", "")]
    [InlineData("शर्मा", "रीना", "", "शर्मा", "रीना", "")]
    [InlineData("タガダ", "アイ", "", "タカ\u3099タ\u3099", "アイ", "")]
    [InlineData("𠮷", "مُحَمَّد", "", "𠮷", "محمد", "")]
    public void Normalize_GivesOneSpelling(string last, string first, string suffix, string toLast, string toFirst, string toSuffix)
    {
        Assert.Equal(new NormalizedName(toLast, toFirst, toSuffix), NameNormalizer.Normalize(last, first, suffix));
    }

    [Fact]
    public void ToString_ShowsNoName()
    {
        Assert.DoesNotContain("SMITH", NameNormalizer.Normalize("Smith", "John", "").ToString(), StringComparison.Ordinal);
    }
}
