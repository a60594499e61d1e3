using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

/// <summary>Words for states and queues on the command line.</summary>
internal static class AlertNames
{
    private const string Open = "open";
    private const string All = "all";

    private static readonly Dictionary<string, AlertState> States = Enum.GetValues<AlertState>().ToDictionary(AlertCodes.Of);

    public static IReadOnlyDictionary<string, ReviewQueueKind> Queues { get; } =
        Enum.GetValues<ReviewQueueKind>().Where(q => q != ReviewQueueKind.None).ToDictionary(AlertCodes.Of);

    public static IEnumerable<string> StateChoices => [Open, All, .. States.Keys];

    /// <summary><c>open</c> is what waits for a person, <c>all</c> everything recorded, otherwise one state.</summary>
    public static AlertFilter Filter(string state) => state switch
    {
        Open => AlertFilter.Queued,
        All => new AlertFilter { IncludeRecorded = true },
        _ => new AlertFilter { State = States[state], IncludeRecorded = true },
    };
}
