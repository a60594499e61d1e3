using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>A patient of an invented population as the queue would show it.</summary>
/// <param name="Inputs">What a model sees; null when there is no alert, or the patient was not scored.</param>
/// <param name="Priority">Of the alert before anything is learned; 0 without one.</param>
/// <param name="Kept">What contexts leave of a priority: a factor.</param>
/// <param name="TakenOff">What an uncertain link takes off a priority.</param>
internal sealed record QueuedPerson(
    long Number, string Archetype, bool Misuse, float[]? Inputs, double Priority, double Kept, double TakenOff)
{
    /// <summary>No rule queues it; a sample below the line drew it.</summary>
    public bool Drawn { get; init; }

    /// <summary>A rule queues it: neither drawn nor recorded only.</summary>
    public bool Queued { get; init; }

    /// <summary>Priority with what a model says instead of the plain points.</summary>
    public double PriorityBy(IRiskModel model) =>
        Inputs is null || Drawn ? Priority : Math.Max(0, model.Points(Inputs) * Kept - TakenOff);
}
