using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class DetectCommand : PdmpCommand
{
    private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
    private readonly Option<bool> _all = new("--all") { Description = "Everyone, as if every night up to the day had run." };

    public DetectCommand()
        : base(
            "detect",
            "Judges changed and due patients on a day and brings the review queue up to date.",
            "detect --as-of 2026-05-31",
            "detect --as-of 2026-05-31 --all")
    {
        _asOf.Required = true;
        Add(_asOf);
        Add(_all);
        Does(async session =>
        {
            await RunAsync(session, new DetectionRequest(session.Value(_asOf)!.Value, session.Value(_all)));
            return ExitCodes.Ok;
        });
    }

    /// <summary>Detects, publishes and says what became of the queue.</summary>
    public static async Task<PublicationCounts> RunAsync(Session session, DetectionRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        var last = default(DetectionProgress);
        using var progress = new ProgressLine(session.Terminal, "detect", "fills");
        var judged = session.Service<DetectionService>().DetectAsync(
            request,
            new Relay<DetectionProgress>(p => progress.Update((last = p).Fills, p.ExpectedFills)),
            session.Cancellation);
        var counts = await session.Service<ReviewService>().PublishAsync(judged, session.Cancellation);
        progress.Dispose();
        session.Terminal.Note(Describe(counts, last, Stopwatch.GetElapsedTime(start)));
        return counts;
    }

    private static string Describe(PublicationCounts counts, DetectionProgress done, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Judged:N0} patients judged by {done.Fills:N0} fills in {elapsed.TotalSeconds:0.0} s; ")
        + (counts.ChangedNothing
            ? "the queue is as it was."
            : string.Create(CultureInfo.InvariantCulture, $"alerts: {counts.Raised:N0} raised, {counts.Refreshed:N0} refreshed, {counts.Reopened:N0} reopened, {counts.Withdrawn:N0} withdrawn."));
}
