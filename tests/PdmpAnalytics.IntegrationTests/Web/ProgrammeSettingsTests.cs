using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

/// <summary>The host reads the programme's settings as the command line does.</summary>
public class ProgrammeSettingsTests
{
    [Fact]
    public async Task FileOfSettings_IsObeyed_AndTheEnvironmentComesAfterIt()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                {"Rules": {"PS-03": {"Practices": "6"}}, "Intake": {"ShareMinimum": 7}, "Equivalents": {"Opioids": "CDC2016"},
                 "Review": {"Lease": "00:20:00", "BulkLimit": 20, "LawEnforcementReferrals": true}}
                """);
            await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("config", file));

            var review = host.Services.GetRequiredService<ReviewOptions>();
            Assert.Equal((TimeSpan.FromMinutes(20), 20, true, 0.1), (review.Lease, review.BulkLimit, review.LawEnforcementReferrals, review.SecondReadingShare));
            Assert.Equal(7, host.Services.GetRequiredService<IngestionOptions>().ShareMinimum);
            Assert.Equal(MorphineEquivalenceSet.Cdc2016, host.Services.GetRequiredService<Equivalents>().Opioids);
            Assert.Contains("practices=6", Thresholds(host), StringComparison.OrdinalIgnoreCase);
            await using var other = host.Beside();
            Assert.Contains("practices=5", Thresholds(other), StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task SettingsThatMakeNoSense_StopTheHost_AllComplainedOf()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Review:Lease", "soon"), ("Review:BulkLimit", "0"), ("Review:Lent", "1"));
            host.Client().Dispose();
        });

        Assert.Equal(
            ["Review:BulkLimit must be a number of alerts from 1 to 10000.", "Review:Lease must be a time from 00:01:00 to 08:00:00.", "Review:Lent is not a setting."],
            thrown.Message.Split('\n').Order(StringComparer.Ordinal));
    }

    private static string Thresholds(WebHost host) => PdmpAnalytics.Detection.Thresholds.Text(host.Services.GetRequiredService<RuleCatalog>().All.Single(r => r.Definition.Id == "PS-03").Thresholds);
}
