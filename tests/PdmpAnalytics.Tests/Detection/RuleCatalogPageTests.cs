using System.Runtime.CompilerServices;
using PdmpAnalytics.Detection;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

public sealed class RuleCatalogPageTests
{
    private const string Mark = "<!-- catalogue -->\n";

    [Fact]
    public void Readme_SaysWhatTheRulesSay()
    {
        var file = Path.Combine(Repository(), "src", "PdmpAnalytics", "Detection", "README.md");
        var text = File.ReadAllText(file);
        var expected = text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)] + '\n' + RuleCatalogPage.Write(RuleCatalog.Default);
        if (Environment.GetEnvironmentVariable("WRITE_RULE_CATALOG") == "1")
        {
            File.WriteAllText(file, expected);
            text = expected;
        }

        Assert.Equal(expected, text);
    }

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
