using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Cli;

/// <summary>Models for people and for programs.</summary>
internal static class ModelText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(Session session, string format, IReadOnlyList<ScoringModel> models)
    {
        if (format == "json")
        {
            session.Terminal.Data.WriteLine(new JsonArray([.. models.Select(Json)]).ToJsonString(Indented));
            return;
        }

        var grid = new Grid(new("model"), new("engine"), new("state"), new("conclusions"), new("confirmed"), new("AP"), new("AP of priority"), new("trained by"), new("trained on"), new("fits"));
        foreach (var m in models)
        {
            grid.Add(
                new(Number(m.Id), "bold"), m.Engine, new(State(m), m.State == ScoringModelState.Champion ? "green" : null), Number(m.Metrics.Cases),
                Number(m.Metrics.Confirmed), Share(m.Metrics.AveragePrecision), Share(m.Metrics.PriorityAveragePrecision), m.TrainedBy,
                m.TrainedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), m.Misfit() is null ? "yes" : "no");
        }

        grid.WriteTo(session.Terminal);
    }

    public static void Write(Session session, string format, IReadOnlyList<ModelEvaluation> evaluations)
    {
        if (format == "json")
        {
            session.Terminal.Data.WriteLine(new JsonArray([.. evaluations.Select(Json)]).ToJsonString(Indented));
            return;
        }

        var grid = new Grid(new("model"), new("state"), new("conclusions since"), new("confirmed"), new("AP"), new("AP of priority"), new("Brier"));
        foreach (var (model, since, misfit) in evaluations)
        {
            grid.Add(
                new(Number(model.Id), "bold"), State(model), Number(since?.Cases ?? 0), Number(since?.Confirmed ?? 0),
                since is null ? "" : Share(since.AveragePrecision), since is null ? "" : Share(since.PriorityAveragePrecision), since is null ? "" : Share(since.Brier));
            if (misfit is not null)
            {
                session.Terminal.Note(misfit);
            }
        }

        grid.WriteTo(session.Terminal);
    }

    private static JsonObject Json(ScoringModel m) => new()
    {
        ["id"] = m.Id,
        ["engine"] = m.Engine,
        ["state"] = State(m),
        ["fits"] = m.Misfit() is null,
        ["inputs_version"] = m.InputsVersion,
        ["inputs"] = new JsonArray([.. m.Inputs.Split(';').Select(i => JsonValue.Create(i))]),
        ["conclusions_from"] = m.CasesFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["conclusions_to"] = m.CasesTo.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["seed"] = m.Seed,
        ["seconds"] = Math.Round(m.Seconds, 3),
        ["trained_by"] = m.TrainedBy,
        ["trained_at"] = m.TrainedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["metrics"] = new JsonObject
        {
            ["conclusions"] = m.Metrics.Cases,
            ["confirmed"] = m.Metrics.Confirmed,
            ["average_precision"] = Rounded(m.Metrics.AveragePrecision),
            ["priority_average_precision"] = Rounded(m.Metrics.PriorityAveragePrecision),
            ["later_average_precision"] = Rounded(m.Metrics.LaterAveragePrecision),
            ["later_priority_average_precision"] = Rounded(m.Metrics.LaterPriorityAveragePrecision),
            ["brier"] = Rounded(m.Metrics.Brier),
            ["log_loss"] = Rounded(m.Metrics.LogLoss),
        },
    };

    private static JsonObject Json(ModelEvaluation e) => new()
    {
        ["id"] = e.Model.Id,
        ["state"] = State(e.Model),
        ["misfit"] = e.Misfit,
        ["conclusions_since"] = e.Since?.Cases ?? 0,
        ["confirmed"] = e.Since?.Confirmed ?? 0,
        ["average_precision"] = Rounded(e.Since?.AveragePrecision),
        ["priority_average_precision"] = Rounded(e.Since?.PriorityAveragePrecision),
        ["brier"] = Rounded(e.Since?.Brier),
        ["log_loss"] = Rounded(e.Since?.LogLoss),
    };

    private static string State(ScoringModel model) => model.State.ToString().ToLowerInvariant();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
