using PdmpAnalytics.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Comparing;

public class JaroWinklerTests
{
    // Winkler 2006, "Overview of record linkage and current research directions", table 6: Jaro and Jaro-Winkler. The prefix of
    // that table is used as he defines it in 1990 (at most four letters, a tenth each).
    [Theory]
    [InlineData("SHACKLEFORD", "SHACKELFORD", 0.970, 0.982)]
    [InlineData("DUNNINGHAM", "CUNNIGHAM", 0.896, 0.896)]
    [InlineData("NICHLESON", "NICHULSON", 0.926, 0.956)]
    [InlineData("JONES", "JOHNSON", 0.790, 0.832)]
    [InlineData("MASSEY", "MASSIE", 0.889, 0.933)]
    [InlineData("ABROMS", "ABRAMS", 0.889, 0.922)]
    [InlineData("HARDIN", "MARTINEZ", 0.722, 0.722)]
    [InlineData("JERALDINE", "GERALDINE", 0.926, 0.926)]
    [InlineData("MARHTA", "MARTHA", 0.944, 0.961)]
    [InlineData("MICHELLE", "MICHAEL", 0.869, 0.921)]
    [InlineData("JULIES", "JULIUS", 0.889, 0.933)]
    [InlineData("TANYA", "TONYA", 0.867, 0.880)]
    [InlineData("DWAYNE", "DUANE", 0.822, 0.840)]
    [InlineData("SEAN", "SUSAN", 0.783, 0.805)]
    [InlineData("JON", "JOHN", 0.917, 0.933)]
    [InlineData("DIXON", "DICKSONX", 0.767, 0.813)]
    public void PublishedPairs_HaveThePublishedSimilarity(string a, string b, double jaro, double jaroWinkler)
    {
        Assert.Equal(jaro, JaroWinkler.Jaro(a, b), 0.0006);
        Assert.Equal(jaroWinkler, JaroWinkler.Similarity(a, b), 0.0006);
        Assert.Equal(JaroWinkler.Similarity(a, b), JaroWinkler.Similarity(b, a), 1e-12);
    }

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("", "ANN", 0)]
    [InlineData("ABC", "XYZ", 0)]
    [InlineData("A", "A", 1)]
    public void EdgesOfTheScale_AreZeroAndOne(string a, string b, double similarity) =>
        Assert.Equal(similarity, JaroWinkler.Similarity(a, b));

    [Fact]
    public void EndlessText_IsComparedByItsBeginning() =>
        Assert.Equal(1, JaroWinkler.Similarity(new string('A', 1_000_000), new string('A', 1_000_001)));
}
