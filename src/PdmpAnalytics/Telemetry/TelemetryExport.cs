using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PdmpAnalytics.Telemetry;

/// <summary>
/// Sends metrics and traces to a collector by OpenTelemetry's protocol, when the standard variable names one. What is not sent yet is
/// sent when this is disposed.
/// </summary>
public sealed class TelemetryExport : IDisposable
{
    /// <summary>OpenTelemetry's own variable: the address of a collector. Its other variables hold as well.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    private TelemetryExport(MeterProvider metrics, TracerProvider traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Starts sending; null without the variable, and then nothing listens and nothing is counted.</summary>
    /// <param name="service">The program, as the collector is to name it.</param>
    /// <param name="alsoMeters">Meters besides the product's own.</param>
    public static TelemetryExport? Start(string service, params string[] alsoMeters)
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable)))
        {
            return null;
        }

        var resource = ResourceBuilder.CreateDefault()
            .AddService(service, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
        return new TelemetryExport(
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([NightTelemetry.Name, .. alsoMeters]).AddOtlpExporter().Build(),
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(NightTelemetry.Name).AddOtlpExporter().Build());
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
    }
}
