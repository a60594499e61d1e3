using System.Globalization;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Writes the features as a Markdown table: the part of this folder's README that must not drift from the code.</summary>
public static class FeaturePage
{
    /// <summary>One line a feature in the order of a vector, lines end in a line feed.</summary>
    public static string Write()
    {
        using var page = new StringWriter(CultureInfo.InvariantCulture);
        page.Write("| number | feature | group | unit | what it is |\n|---|---|---|---|---|\n");
        foreach (var feature in PatientFeatures.Definitions)
        {
            page.Write($"| {feature.Number} | `{feature.Name}` | {feature.Group} | {feature.Unit} | {feature.Meaning} |\n");
        }

        return page.ToString();
    }
}
