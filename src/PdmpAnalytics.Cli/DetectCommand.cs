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
            "Judges changed and due patients, and the pharmacies, on a day and brings the review queue up to date.",
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
        var review = session.Service<ReviewService>();
        var patients = await review.PublishAsync(judged, session.Cancellation);
        progress.Dispose();

        // A pharmacy's figures change only with its records, and every changed record has its patient judged.
        var dispensers = request.All || patients.Judged > 0
            ? await review.PublishAsync(session.Service<DispenserDetectionService>().DetectAsync(request.AsOf, session.Cancellation), session.Cancellation)
            : new PublicationCounts();
        session.Terminal.Note(Describe(patients, dispensers, last, Stopwatch.GetElapsedTime(start)));
        return patients.Plus(dispensers);
    }

    private static string Describe(PublicationCounts patients, PublicationCounts dispensers, DetectionProgress done, TimeSpan elapsed)
    {
        var counts = patients.Plus(dispensers);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{patients.Judged:N0} patients judged by {done.Fills:N0} fills, and {dispensers.Judged:N0} pharmacies, in {elapsed.TotalSeconds:0.0} s; ")
            + (counts.ChangedNothing
                ? "the queue is as it was."
                : string.Create(CultureInfo.InvariantCulture, $"alerts: {counts.Raised:N0} raised, {counts.Refreshed:N0} refreshed, {counts.Reopened:N0} reopened, {counts.Withdrawn:N0} withdrawn."));
    }
}
