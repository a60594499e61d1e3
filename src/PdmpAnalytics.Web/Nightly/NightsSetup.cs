using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Reads the section <c>Nightly</c> and, when it names a time and does not say otherwise, lets this host begin nights.</summary>
internal static class NightsSetup
{
    public static void AddNights(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Nightly");
        var read = NightlyOptions.Read(section.GetChildren().ToDictionary(c => c.Key, c => c.Value));
        var options = read.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : read.Value;
        builder.Services.AddSingleton(options);
        if (options is { Schedule: not null, Begin: true })
        {
            SchedulerSetup.Add(builder, options);
        }
    }
}
