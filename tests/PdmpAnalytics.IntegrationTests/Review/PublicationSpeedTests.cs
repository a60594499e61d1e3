using System.Diagnostics;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.IntegrationTests.Review;

public class PublicationSpeedTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task ManyAlerts_ArePublishedInBatches_AndAgainChangesNothing(StorageProvider provider)
    {
        const int patients = 17_000;
        await using var database = await TestDatabase.CreateAsync(provider);
        var review = database.Get<ReviewService>();

        var first = Stopwatch.StartNew();
        Assert.Equal(patients, (await review.PublishAsync(JudgeAsync(patients, "PS-03"))).Raised);
        var second = Stopwatch.StartNew();
        Assert.True((await review.PublishAsync(JudgeAsync(patients, "PS-03"))).ChangedNothing);
        var third = Stopwatch.StartNew();
        Assert.Equal(patients, (await review.PublishAsync(JudgeAsync(patients, "PS-04"))).Refreshed);
        var end = third.Elapsed;

        Assert.Equal(patients, (await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued with { Top = 1 })).Total);
        output.WriteLine($"{provider}: raise {first.Elapsed - second.Elapsed:s\\.ff} s, again {second.Elapsed - third.Elapsed:s\\.ff} s, refresh {end:s\\.ff} s");
    }

    private static async IAsyncEnumerable<JudgedPatients> JudgeAsync(int patients, string rule)
    {
        foreach (var ids in Enumerable.Range(1, patients).Chunk(500))
        {
            await Task.Yield();
            yield return new JudgedPatients
            {
                Fills = 0,
                Judgements = [.. ids.Select(id => Findings.Judge(id, Findings.Of(rule), Findings.Of("OV-01", Severity.Medium), Findings.Of("ER-01", Severity.Low)).Scored(95))],
                Due = [.. ids.Select(id => new DuePatient { PatientId = id, DueOn = Findings.Day.AddDays(1) })],
            };
        }
    }
}
