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

    public ModelRecallCommand()
        : base(
            "recall",
            "How much of what reviewers confirm the queue brings to them, by the random sample of patients below its line (setting Sample:Share).",
            "model recall",
            "model recall --format json")
    {
        Add(_format);
        Does(async session =>
        {
            var estimate = await session.Service<BlindSampleService>().EstimateAsync(session.Cancellation);
            session.Terminal.Data.WriteLine(session.Value(_format) == "json" ? Json(estimate).ToJsonString(Indented) : Text(estimate));
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
            : "too little is concluded for a recall.");

    private static JsonObject Json(RecallEstimate e) => new()
    {
        ["drawn"] = e.Drawn,
        ["concluded"] = e.Concluded,
        ["confirmed"] = e.Confirmed,
        ["below"] = Math.Round(e.Below, 1),
        ["found"] = e.Found,
        ["recall"] = Rounded(e.Recall),
        ["recall_low"] = Rounded(e.RecallLow),
        ["recall_high"] = Rounded(e.RecallHigh),
    };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
