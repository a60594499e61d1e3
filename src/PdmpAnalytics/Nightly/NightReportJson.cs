using System.Text.Json;
using System.Text.Json.Serialization;

namespace PdmpAnalytics.Nightly;

/// <summary>A night as JSON: names in snake case, enums by name, instants ISO 8601 in UTC. Pure.</summary>
public static class NightReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        IgnoreReadOnlyProperties = false,
        WriteIndented = true,
    };

    public static string Of(NightReport report) => JsonSerializer.Serialize(report, Options);

    public static NightReport Read(string json) =>
        JsonSerializer.Deserialize<NightReport>(json, Options) ?? throw new InvalidDataException("A night's report holds nothing.");

    /// <summary>The night with its steps, runs and report.</summary>
    public static string Of(NightPage page) => JsonSerializer.Serialize(
        new
        {
            page.Night.BusinessDate,
            page.Night.State,
            page.Night.BegunAt,
            page.Night.EndedAt,
            Seconds = Math.Round(page.Worked.TotalSeconds, 3),
            Runs = page.Attempts.Select(a => new { a.RunId, a.BegunAt, a.EndedAt, a.Outcome }),
            Steps = page.Steps.Select(s => new
            {
                Step = s.Kind.Name(),
                s.State,
                s.Tries,
                s.BegunAt,
                Seconds = s.EndedAt is { } end ? Math.Round((end - s.BegunAt).TotalSeconds, 3) : (double?)null,
                s.CountIn,
                s.CountOut,
                s.CountRejected,
                s.CountLeft,
                s.InputHash,
                s.Summary,
                s.Fault,
            }),
            page.Report,
        },
        Options);
}
