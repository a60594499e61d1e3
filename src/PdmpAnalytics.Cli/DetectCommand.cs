using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Lookup.Reporting;
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
            "detect --as-of 2026-05-31 --all",
            "detect --as-of 2026-05-31 --all --opioid-equivalents CDC2018 --sedative-equivalents ASHTON2002")
    {
        _asOf.Required = true;
        Add(_asOf);
        Add(_all);
        EquivalentSettings.AddTo(this);
        Does(session => RunAsync(session, new DetectionRequest(session.Value(_asOf)!.Value, session.Value(_all))));
    }

    /// <summary>Brings the queue up to date and says what became of it.</summary>
    public static Task<int> RunAsync(Session session, DetectionRequest request) =>
        LeasedRun.RunAsync(session, string.Create(CultureInfo.InvariantCulture, $"detect as of {request.AsOf:yyyy-MM-dd}"), leased => JudgeAsync(leased, request));

    private static async Task<int> JudgeAsync(Session session, DetectionRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        using var progress = new ProgressLine(session.Terminal, "detect", "fills");
        var update = await session.Service<QueueUpdateService>().UpdateAsync(
            request, new Relay<DetectionProgress>(p => progress.Update(p.Fills, p.ExpectedFills)), session.Cancellation);
        progress.Dispose();
        await session.Service<ProjectIndexService>().RefreshAsync(request.AsOf, session.Cancellation);
        session.Terminal.Note(Describe(update, Stopwatch.GetElapsedTime(start)));
        foreach (var complaint in (await session.Service<RiskModelsService>().CurrentAsync(session.Cancellation)).Complaints)
        {
            session.Terminal.Note(complaint);
        }

        return ExitCodes.Ok;
    }

    private static string Describe(QueueUpdate update, TimeSpan elapsed)
    {
        var counts = update.All;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Of(update.Patients.Judged, "patient", "patients")} judged by {Counted.Of(update.Fills, "fill", "fills")}, and {Counted.Of(update.Dispensers.Judged, "pharmacy", "pharmacies")}, in {elapsed.TotalSeconds:0.0} s; ")
            + (counts.ChangedNothing
                ? "the queue is as it was."
                : string.Create(CultureInfo.InvariantCulture, $"alerts: {counts.Raised:N0} raised, {counts.Refreshed:N0} refreshed, {counts.Reopened:N0} reopened, {counts.Withdrawn:N0} withdrawn, {counts.Restored:N0} restored."));
    }
}
