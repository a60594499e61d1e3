using System.Diagnostics;
using System.Diagnostics.Metrics;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Telemetry;

/// <summary>
/// What the product counts and traces for monitors: names, units and tags are contract (README.md beside this). Tags are codes and
/// dates; no id of a patient, an alert or an account is ever one.
/// </summary>
public static class NightTelemetry
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "PdmpAnalytics";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("pdmp.night.runs", "{run}", "Runs of a night that ended, by outcome.");
    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("pdmp.night.step.duration", "s", "Time a step of a night took, by step and outcome.");
    private static readonly Counter<long> StepRecords = Meter.CreateCounter<long>("pdmp.night.step.records", "{record}", "What a step took in, gave out and rejected; units by step as in Nightly/README.md.");
    private static readonly Histogram<double> RangeDuration = Meter.CreateHistogram<double>("pdmp.range.duration", "s", "Time a worker took for a range of patients.");
    private static readonly Counter<long> RangePatients = Meter.CreateCounter<long>("pdmp.range.patients", "{patient}", "Patients judged by a worker.");

    /// <summary>A run of a night; null when nobody listens.</summary>
    public static Activity? Night(DateOnly date, string runId) => Source.StartActivity("night")?
        .SetTag("pdmp.night.date", date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).SetTag("pdmp.run.id", runId);

    /// <summary>A step inside the night that is traced.</summary>
    public static Activity? Step(NightStepKind kind) => Source.StartActivity($"night {kind.Name()}");

    /// <summary>A range of a night's patients, wherever it is judged.</summary>
    public static Activity? Range(NightRange range) => Source.StartActivity("night range")?
        .SetTag("pdmp.night.date", range.BusinessDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).SetTag("pdmp.range.number", range.Number);

    internal static void Ended(AttemptOutcome outcome) => Runs.Add(1, Tag("outcome", outcome));

    internal static void Ended(NightlyStep step)
    {
        StepDuration.Record((step.EndedAt!.Value - step.BegunAt).TotalSeconds, new("step", step.Kind.Name()), Tag("outcome", step.State));
        foreach (var (direction, count) in new[] { ("in", step.CountIn), ("out", step.CountOut), ("rejected", step.CountRejected) })
        {
            StepRecords.Add(count, new("step", step.Kind.Name()), new("direction", direction));
        }
    }

    internal static void Judged(TimeSpan took, long patients)
    {
        RangeDuration.Record(took.TotalSeconds);
        RangePatients.Add(patients);
    }

    private static KeyValuePair<string, object?> Tag<T>(string name, T value)
        where T : struct, Enum => new(name, value.ToString().ToLowerInvariant());
}
