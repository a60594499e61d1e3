namespace PdmpAnalytics.Hangfire;

/// <summary>The two queues that hosts take jobs from.</summary>
public static class HangfireQueues
{
    /// <summary>Whole nights.</summary>
    public const string Night = "night";

    /// <summary>Ranges of a night's patients.</summary>
    public const string Ranges = "ranges";

    public static IReadOnlyList<string> All { get; } = [Night, Ranges];
}
