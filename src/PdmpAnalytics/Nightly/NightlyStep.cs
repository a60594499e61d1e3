namespace PdmpAnalytics.Nightly;

/// <summary>How a step of a night stands.</summary>
public enum NightStepState : byte
{
    /// <summary>Begun and not ended: it runs, or its process was killed.</summary>
    Running,
    Done,

    /// <summary>There was nothing to do.</summary>
    Skipped,
    Failed,
}

/// <summary>One step of a night. Its figures are read from the store, not counted along, so a step that was killed and done again has the same.</summary>
public sealed class NightlyStep
{
    private NightlyStep()
    {
    }

    public DateOnly BusinessDate { get; private set; }
    public NightStepKind Kind { get; private set; }
    public NightStepState State { get; private set; }

    /// <summary>UTC, of the latest try.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>UTC; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Times it was begun.</summary>
    public int Tries { get; private set; }

    /// <summary>What went in, in the step's own unit (README.md of this folder).</summary>
    public long CountIn { get; private set; }
    public long CountOut { get; private set; }
    public long CountRejected { get; private set; }

    /// <summary>What stays for another night.</summary>
    public long CountLeft { get; private set; }

    /// <summary>Hexadecimal SHA-256 of what went in; null where nothing is read from outside.</summary>
    public string? InputHash { get; private set; }

    /// <summary>One line of what it did; never identity.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Why it failed: the kind of the exception, and its text only where that is known to quote no data. Null unless failed.</summary>
    public string? Fault { get; private set; }

    public bool IsOver => State is NightStepState.Done or NightStepState.Skipped;

    internal static NightlyStep Of(DateOnly date, NightStepKind kind) => new() { BusinessDate = date, Kind = kind };

    internal void Begin(DateTimeOffset at)
    {
        (State, BegunAt, EndedAt, Fault) = (NightStepState.Running, at, null, null);
        Tries++;
    }

    internal void End(StepResult result, DateTimeOffset at)
    {
        State = result.Skipped ? NightStepState.Skipped : NightStepState.Done;
        EndedAt = at;
        (CountIn, CountOut, CountRejected, CountLeft) = (result.In, result.Out, result.Rejected, result.Left);
        (InputHash, Summary) = (result.InputHash, result.Summary);
    }

    internal void Fail(string fault, DateTimeOffset at) => (State, Fault, EndedAt) = (NightStepState.Failed, fault, at);
}

/// <summary>What a step did.</summary>
/// <param name="Summary">One line; never identity.</param>
internal sealed record StepResult(long In, long Out, long Rejected, string Summary)
{
    public string? InputHash { get; init; }

    public long Left { get; init; }

    public bool Skipped { get; init; }

    /// <summary>What the night notes with it, in the same transaction.</summary>
    public Action<NightlyRun> Note { get; init; } = _ => { };
}
