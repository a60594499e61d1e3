using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PdmpAnalytics.Detection.Scoring;

namespace PdmpAnalytics.Cli;

internal sealed class ModelStabilityCommand : PdmpCommand
{
    /// <summary>Patients looked at, every nth of more: as many as a population table is made of.</summary>
    private const int AtMost = 50_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<DateOnly?> _asOf = new("--as-of") { Description = "Day judged from, yyyy-MM-dd.", HelpName = "date", Required = true, CustomParser = Dates.Parse };
    private readonly Option<int> _resamples = new("--resamples") { Description = "Tables made of patients drawn with replacement.", HelpName = "number", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _seed = new("--seed") { Description = "Starts the drawing.", HelpName = "number", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _format = ModelOptions.Format();

    public ModelStabilityCommand()
        : base(
            "stability",
            "How far the top 1 % of the score without labels depends on chance: share of resamples in which a patient stays in it.",
            "model stability --as-of 2026-05-31",
            "model stability --as-of 2026-05-31 --resamples 100 --format json")
    {
        Add(_asOf);
        Add(_resamples);
        Add(_seed);
        Add(_format);
        Does(async session =>
        {
            var (vectors, fills) = (new List<float[]>(), new List<int>());
            await foreach (var patient in session.Service<FeatureTableService>().ReadAsync(session.Value(_asOf)!.Value, session.Cancellation))
            {
                vectors.Add(patient.Values);
                fills.Add(patient.Fills);
            }

            var step = Math.Max(1, vectors.Count / AtMost);
            var stability = ScoreStability.Of(
                [.. vectors.Where((_, i) => i % step == 0)], [.. fills.Where((_, i) => i % step == 0)], session.Value(_resamples), session.Value(_seed));
            session.Terminal.Data.WriteLine(session.Value(_format) == "json" ? Json(stability).ToJsonString(Indented) : Text(stability));
            return ExitCodes.Ok;
        });
    }

    private static string Text(ScoreStability? stability) => stability is null
        ? "Fewer than a hundred patients have no top 1 %."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"A patient of the top 1 % ({stability.Top:N0}) stays in it in {stability.Stay:P1} of {stability.Resamples:N0} resamples, {stability.AlwaysStay:N0} of them in all, the least in {stability.StayLowest:P0}.");

    private static JsonObject Json(ScoreStability? stability) => new()
    {
        ["top"] = stability?.Top,
        ["resamples"] = stability?.Resamples,
        ["stay"] = stability is null ? null : Math.Round(stability.Stay, 6),
        ["stay_lowest"] = stability is null ? null : Math.Round(stability.StayLowest, 6),
        ["always_stay"] = stability?.AlwaysStay,
    };
}
