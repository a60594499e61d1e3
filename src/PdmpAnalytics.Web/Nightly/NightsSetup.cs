using PdmpAnalytics.Detection;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Reads the sections <c>Nightly</c>, <c>Sample</c>, <c>Learning</c> and <c>Gate</c>; when the first names a time and does not say otherwise, this host begins nights.</summary>
internal static class NightsSetup
{
    public static void AddNights(this WebApplicationBuilder builder)
    {
        var options = Read(builder, "Nightly", NightlyOptions.Read);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(Read(builder, "Sample", BlindSample.Read));
        builder.Services.AddSingleton(Read(builder, "Learning", LearningOptions.Read));
        builder.Services.AddSingleton(Read(builder, "Gate", NightGate.Read));
        if (options is { Schedule: not null, Begin: true })
        {
            SchedulerSetup.Add(builder, options);
        }
    }

    private static T Read<T>(WebApplicationBuilder builder, string section, Func<IReadOnlyDictionary<string, string?>, Result<T>> read)
    {
        var options = read(builder.Configuration.GetSection(section).GetChildren().ToDictionary(c => c.Key, c => c.Value));
        return options.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : options.Value;
    }
}
