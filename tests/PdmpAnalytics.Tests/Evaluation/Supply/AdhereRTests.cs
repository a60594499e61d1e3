using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing.Adherence;
using PdmpAnalytics.Evaluation.Supply;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation.Supply;

/// <summary>Our figures about data-samples/supply beside AdhereR's; its README says how those were made.</summary>
public sealed class AdhereRTests
{
    /// <summary>
    /// Patients whose supply outlasts the window leave CMA8 nothing to look at: undefined here, 0 there. Where a change of dose makes
    /// its start a fraction of a day, AdhereR rounds the window.
    /// </summary>
    [Theory]
    [InlineData("observed-year", 0, 730, 182, 365, false, false, 12, 1e-9)]
    [InlineData("same-medication", 30, 500, 100, 300, true, false, 1, 1e-9)]
    [InlineData("by-dose", 0, 730, 182, 365, false, true, 22, 1e-3)]
    public void Sample_HasAdhereRsFigures(
        string file, int followUpStart, int followUpDays, int observationStart, int observationDays, bool same, bool byDose, int undefinedCma8, double cma8Within)
    {
        var report = new AdherenceReport(
            new AdherenceWindows(followUpStart, followUpDays, observationStart, observationDays), new CarryOverTerms(same, byDose));
        using var output = new MemoryStream();
        var account = report.Write(output, FigureFormat.Csv, (needs, take) => FillsFile.Read(() => File.OpenRead(Sample("fills")), needs, take));
        Assert.Equal((1174, 120, 0), (account.Rows, account.Patients, account.FaultCount));
        var ours = Table(Encoding.UTF8.GetString(output.ToArray()));
        var theirs = Table(File.ReadAllText(Sample($"adherer-{file}")));
        Assert.Equal(theirs.Keys.Order(), ours.Keys.Order());
        var undefined = 0;
        foreach (var (patient, figures) in theirs)
        {
            for (var i = 0; i < figures.Length; i++)
            {
                var (our, their) = (ours[patient][i], figures[i]);
                if (i == 7 && double.IsNaN(our) && their == 0)
                {
                    undefined++;
                    continue;
                }

                var within = i == 7 ? cma8Within : 1e-9;
                Assert.True(our.Equals(their) || Math.Abs(our - their) < within, $"{patient}, CMA{i + 1}: {our} instead of {their}");
            }
        }

        Assert.Equal(undefinedCma8, undefined);
    }

    private static string Sample(string name) => RepositoryFiles.Path("data-samples", "supply", name + ".csv");

    private static Dictionary<string, double[]> Table(string csv) => csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(line => line.Split(','))
        .ToDictionary(f => f[0], f => f.Skip(1).Select(n => n == "NA" ? double.NaN : double.Parse(n, CultureInfo.InvariantCulture)).ToArray());
}
