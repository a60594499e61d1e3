using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Cli;

internal sealed class ModelRecallCommand : PdmpCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<string> _format = ModelOptions.Format();
    private readonly Option<double?> _mistakes = new("--mistakes") { Description = "Share of conclusions that are wrong, 0 to below 0.5: also says the recall freed from such mistakes.", HelpName = "share" };

    public ModelRecallCommand()
        : base(
            "recall",
            "How much of what reviewers confirm the queue brings to them, by the random sample of patients below its line (setting Sample:Share).",
            "model recall",
            "model recall --mistakes 0.05",
            "model recall --format json")
    {
        _mistakes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= 0 and < 0.5)))
            {
                result.AddError("--mistakes is a share from 0 to below 0.5.");
            }
        });
        Add(_format);
        Add(_mistakes);
        Does(async session =>
        {
            var estimate = await session.Service<BlindSampleService>().EstimateAsync(session.Cancellation);
            session.Terminal.Data.WriteLine(session.Value(_format) == "json" ? Json(estimate, session.Value(_mistakes)).ToJsonString(Indented) : Text(estimate) + Freed(estimate, session.Value(_mistakes)));
            return ExitCodes.Ok;
        });
    }

    public static string Text(RecallEstimate e) => e.Drawn == 0
        ? "Nobody below the line of the queue was drawn; the setting Sample:Share says how many are."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Below the line: {e.Drawn:N0} patients drawn for about {e.Below:N0}, {e.Concluded:N0} concluded, {e.Confirmed:N0} of them call for action. The queue brought {e.Found:N0} such patients to reviewers: ")
        + (e.Recall is { } recall
            ? string.Create(CultureInfo.InvariantCulture, $"recall {recall:0.00} ({e.RecallLow:0.00} to {e.RecallHigh:0.00}).")
            : "too little is concluded for a recall.")
        + (e.IsOld ? string.Create(CultureInfo.InvariantCulture, $" The sample is {e.PanelAge:N0} days old and no longer tells the recall: set another Sample:Seed.") : "")
        + (e.Confirmed > 0 ? " A mistake in a hundred conclusions below the line can outweigh all that is missed there: have its confirmed ones read twice." : "");

    private static string Freed(RecallEstimate e, double? mistakes) => mistakes is not { } share ? ""
        : e.Without(share) is { } freed
            ? string.Create(CultureInfo.InvariantCulture, $" Freed from {share * 100:0.##} % of wrong conclusions: {freed.Recall:0.00} ({freed.Low:0.00} to {freed.High:0.00}).")
            : string.Create(CultureInfo.InvariantCulture, $" With {share * 100:0.##} % of wrong conclusions nothing is left to say.");

    private static JsonObject Json(RecallEstimate e, double? mistakes) => new()
    {
        ["drawn"] = e.Drawn,
        ["concluded"] = e.Concluded,
        ["confirmed"] = e.Confirmed,
        ["below"] = Math.Round(e.Below, 1),
        ["found"] = e.Found,
        ["reviewed"] = e.Reviewed,
        ["panel_age_days"] = e.PanelAge,
        ["panel_is_old"] = e.IsOld,
        ["recall"] = Rounded(e.Recall),
        ["recall_low"] = Rounded(e.RecallLow),
        ["recall_high"] = Rounded(e.RecallHigh),
        ["recall_without_mistakes"] = mistakes is { } share ? Rounded(e.Without(share)?.Recall) : null,
    };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
