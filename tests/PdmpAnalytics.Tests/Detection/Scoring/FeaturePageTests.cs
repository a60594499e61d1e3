using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

public class FeaturePageTests
{
    private const string First = "<!-- features -->\n";
    private const string Last = "<!-- end of features -->\n";

    /// <summary>WRITE_FEATURE_TABLE=1 writes the table instead.</summary>
    [Fact]
    public void Readme_ListsTheFeaturesThatAreComputed()
    {
        var file = RepositoryFiles.Path("src", "PdmpAnalytics", "Detection", "Scoring", "README.md");
        var text = File.ReadAllText(file);
        var before = text[..(text.IndexOf(First, StringComparison.Ordinal) + First.Length)];
        var after = text[text.IndexOf(Last, StringComparison.Ordinal)..];
        var expected = before + '\n' + FeaturePage.Write() + '\n' + after;
        if (Environment.GetEnvironmentVariable("WRITE_FEATURE_TABLE") == "1")
        {
            File.WriteAllText(file, expected);
            text = expected;
        }

        Assert.Equal(expected, text);
    }
}
