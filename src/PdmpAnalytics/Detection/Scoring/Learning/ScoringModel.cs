using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>What a stored model is used for.</summary>
public enum ScoringModelState : byte
{
    /// <summary>Trained; the newest one is asked beside the champion and orders nothing.</summary>
    Candidate,

    /// <summary>Orders the queue; at most one.</summary>
    Champion,

    /// <summary>No longer used; kept, so that an old alert can be explained.</summary>
    Retired,
}

/// <summary>A trained model with where it comes from. What it learned never changes; its state does, by a person.</summary>
public sealed class ScoringModel
{
    private ScoringModel()
    {
    }

    public int Id { get; private set; }

    /// <summary><see cref="IRiskEngine.Name"/>.</summary>
    public string Engine { get; private set; } = "";
    public ScoringModelState State { get; private set; }

    /// <summary><see cref="RiskInputs.Version"/> when it was trained; a model of another one is not used.</summary>
    public string InputsVersion { get; private set; } = "";

    /// <summary>Keys of its inputs in order, joined by <c>;</c>.</summary>
    public string Inputs { get; private set; } = "";

    /// <summary>First UTC day of the conclusions it learned from.</summary>
    public DateOnly CasesFrom { get; private set; }

    /// <summary>Last one, included.</summary>
    public DateOnly CasesTo { get; private set; }
    public int Seed { get; private set; }

    /// <summary>Quality out of fold, see <see cref="ModelMetrics"/>.</summary>
    public ModelMetrics Metrics { get; private set; } = new();

    /// <summary>Seconds training took.</summary>
    public double Seconds { get; private set; }

    /// <summary>Account.</summary>
    public string TrainedBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset TrainedAt { get; private set; }

    /// <summary>What it learned, as its engine wrote it.</summary>
    public string Parameters { get; private set; } = "";

    /// <summary>Who last changed <see cref="State"/>, when (UTC) and why; null while it is as trained.</summary>
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    internal static ScoringModel Of(TrainedModel trained, string user, DateTimeOffset at) => new()
    {
        Engine = trained.Engine,
        InputsVersion = RiskInputs.Version,
        Inputs = string.Join(';', RiskInputs.All.Select(i => i.Key)),
        CasesFrom = trained.Cases.Min(c => c.DecidedOn),
        CasesTo = trained.Cases.Max(c => c.DecidedOn),
        Seed = trained.Seed,
        Metrics = trained.Metrics,
        Seconds = trained.Seconds,
        Parameters = trained.Parameters,
        TrainedBy = user,
        TrainedAt = at,
    };

    /// <summary>Why it cannot score with this edition's inputs; null when it can.</summary>
    public string? Misfit() =>
        InputsVersion == RiskInputs.Version && Inputs == string.Join(';', RiskInputs.All.Select(i => i.Key)) ? null
            : $"Model {Id} was trained on other features (version {InputsVersion}, now {RiskInputs.Version}) and is not used; train a new one.";

    internal void Become(ScoringModelState state, string user, string reason, DateTimeOffset at)
    {
        (State, DecidedBy, Reason, DecidedAt) = (state, user, reason, at);
        Version++;
    }
}

internal sealed class ScoringModelMapping : IEntityTypeConfiguration<ScoringModel>
{
    public void Configure(EntityTypeBuilder<ScoringModel> builder)
    {
        builder.ToTable("scoring_models");
        builder.Property(m => m.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(m => m.Metrics).HasConversion(
            metrics => System.Text.Json.JsonSerializer.Serialize(metrics, System.Text.Json.JsonSerializerOptions.Default),
            text => System.Text.Json.JsonSerializer.Deserialize<ModelMetrics>(text, System.Text.Json.JsonSerializerOptions.Default)!);
        builder.Property(m => m.Version).IsConcurrencyToken();
    }
}
