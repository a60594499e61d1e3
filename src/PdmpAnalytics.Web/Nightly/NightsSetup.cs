using PdmpAnalytics.Nightly;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Reads the section <c>Nightly</c> and, when it names a time, lets this host begin nights.</summary>
internal static class NightsSetup
{
    /// <summary>The scheduler's own tables are made at start unless this is false, for a role that may not change the schema.</summary>
    private const string ProvisionSchema = "Scheduler:ProvisionSchema";

    public static void AddNights(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Nightly");
        var read = NightlyOptions.Read(section.GetChildren().ToDictionary(c => c.Key, c => c.Value));
        var options = read.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : read.Value;
        builder.Services.AddSingleton(options);
        if (options.Schedule is { } schedule)
        {
            builder.Services.AddQuartzNights(
                schedule, StorageOptions.Parse(builder.Configuration["database"]), builder.Configuration.GetValue(ProvisionSchema, defaultValue: true));
        }
    }
}
