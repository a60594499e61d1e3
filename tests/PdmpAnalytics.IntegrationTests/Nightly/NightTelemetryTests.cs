using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Telemetry;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

public class NightTelemetryTests
{
    /// <summary>A night's run, steps and records as a collector sees them; by its run id, since other tests run nights too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Night_IsTracedAndCounted_WithoutIdentity(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, options: new NightlyOptions { PatientsPerRange = 10 });
        NightInbox.Of(30, store.Database.Folder).Fill(store.Inbox, second: false);
        var spans = new ConcurrentQueue<Activity>();
        var counted = new ConcurrentQueue<(string Name, string Tags)>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == NightTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == NightTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => counted.Enqueue((instrument.Name, Text(tags))));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => counted.Enqueue((instrument.Name, Text(tags))));
        meters.Start();

        await store.RunAsync(NightInbox.FirstNight);

        var runId = Assert.Single((await store.PageAsync(NightInbox.FirstNight)).Attempts).RunId;
        var night = Assert.Single(spans, s => s.OperationName == "night" && (string?)s.GetTagItem("pdmp.run.id") == runId);
        var below = spans.Where(s => s.TraceId == night.TraceId).Select(s => s.OperationName).ToList();
        Assert.All(NightSteps.All, step => Assert.Contains($"night {step.Name()}", below));
        Assert.Contains("night range", below);
        Assert.Contains(("pdmp.night.runs", "outcome=done"), counted);
        Assert.Contains(("pdmp.night.step.duration", "step=load outcome=done"), counted);
        Assert.Contains(("pdmp.night.step.records", "step=load direction=out"), counted);

        // Tags are of a known few: nothing of a patient, an alert or a file can be one.
        Assert.All(counted, c => Assert.Matches("^((outcome|step|direction)=[a-z]+ ?)*$", c.Tags));
        Assert.All(spans.SelectMany(s => s.TagObjects), t => Assert.Contains(t.Key, (string[])["pdmp.night.date", "pdmp.run.id", "pdmp.range.number"]));
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
