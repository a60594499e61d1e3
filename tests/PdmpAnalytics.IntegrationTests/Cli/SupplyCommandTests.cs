using System.Text;
using System.Text.Json;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class SupplyCommandTests
{
    private static readonly string Sample = RepositoryFiles.Path("data-samples", "supply", "fills.csv");

    [Fact]
    public async Task Cma_WritesTheContractsColumns_NaForUndefined()
    {
        var run = await RunAsync("PATIENT_ID,DATE,PERDAY,CATEGORY,DURATION\n7,01/01/2026,1,a,30\n7,02/20/2026,1,a,30\n8,2026-01-01,1,a,10\n",
            "cma", "--file", "-", "--follow-up-days", "100", "--observation-days", "100");

        Assert.Equal((0, "2 patients from 3 rows.\n"), (run.ExitCode, run.Error));
        Assert.Equal(
            ["PATIENT_ID,CMA1,CMA2,CMA3,CMA4,CMA5,CMA6,CMA7,CMA8,CMA9", "7,0.6,0.6,0.6,0.6,0.6,0.6,0.6,0.6,0.6", "8,NA,0.1,NA,0.1,NA,0.1,0.1,0.1,0.1"],
            run.Lines.Select(l => l.Replace("0.5999999999999999", "0.6", StringComparison.Ordinal).Replace("0.6000000000000001", "0.6", StringComparison.Ordinal)
                .Replace("0.09999999999999998", "0.1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EveryExample_OfTheReadmes_Runs()
    {
        string[][] examples =
        [
            ["cma", "--file", Sample, "--follow-up-start", "0", "--follow-up-days", "730", "--observation-start", "182", "--observation-days", "365"],
            ["cma", "--file", Sample, "--same-medication", "--by-dose", "--format", "text"],
            ["days", "--file", Sample, "--observation-days", "365", "--no-carry-over", "--bridge", "7"],
        ];
        var runs = await Task.WhenAll(examples.Select(e => RunAsync("", e)));

        Assert.All(runs, run => Assert.Equal((0, "120 patients from 1174 rows.\n"), (run.ExitCode, run.Error)));
        Assert.Equal([121, 11, 121], runs.Select(r => r.Lines.Count));
        Assert.Equal("PATIENT_ID,DAYS,COVERED,PDC,LONGEST_RUN,GAPS,GAP_DAYS,LONGEST_GAP,OVERLAP_DAYS,LARGEST_STOCK,STOCK_AT_END", runs[2].Lines[0]);
    }

    [Fact]
    public async Task Days_AreThoseCounted()
    {
        var run = await RunAsync("patient,date,duration\np,2026-01-01,30\np,2026-01-21,30\np,2026-03-12,10\n",
            "days", "--file", "-", "--follow-up-days", "90", "--observation-days", "90", "--format", "json");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        var figures = json.RootElement[0].EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        Assert.Equal("p", figures["patient_id"]);
        Assert.Equal(("90", "70", "60", "1", "10", "10", "39", "0"),
            (figures["days"], figures["covered"], figures["longest_run"], figures["gaps"], figures["gap_days"], figures["overlap_days"], figures["largest_stock"], figures["stock_at_end"]));
    }

    [Fact]
    public async Task FaultyRows_AreToldWithoutTheirValues_AndExitWith10()
    {
        var run = await RunAsync("PATIENT_ID,DATE,DURATION\n1,secret,30\n2,2026-01-01,30\n", "cma", "--file", "-");

        Assert.Equal((10, "line 2: Date DATE\nerror: 1 faults in 2 rows; patients with a row at fault have no figures.\n"), (run.ExitCode, run.Error));
        Assert.Equal("1,NA,NA,NA,NA,NA,NA,NA,NA,NA", run.Lines[1]);
        var none = await RunAsync("a,b\n1,2\n", "cma", "--file", "-");
        Assert.Equal(10, none.ExitCode);
        Assert.StartsWith("line 0: ColumnMissing PATIENT_ID\n", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--observation-start", "700", "--observation-days", "60")]
    [InlineData("--follow-up-start", "-1")]
    [InlineData("--format", "xml")]
    public async Task WindowsAndFormatsThatMakeNoSense_AreRefused(params string[] options) =>
        Assert.Equal(2, (await RunAsync("", ["cma", "--file", Sample, .. options])).ExitCode);

    private static Task<PdmpRun> RunAsync(string input, params string[] arguments) => Pdmp.RunAsync(
        "Data Source=none.db", Path.GetTempPath(), new MemoryStream(Encoding.UTF8.GetBytes(input)), ["supply", .. arguments]);
}
