using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Nightly;

/// <summary>How a night stands.</summary>
public enum NightState : byte
{
    /// <summary>Begun and not ended: it runs, or its process was killed.</summary>
    Running,

    /// <summary>Every step is done; the same date again changes nothing.</summary>
    Done,

    /// <summary>A step failed; the next run goes on from it.</summary>
    Failed,
}

/// <summary>
/// One night by its business date, whatever number of runs it took. It answers for everything received since the night before,
/// also what was loaded by hand, so that every file belongs to exactly one night.
/// </summary>
public sealed class NightlyRun
{
    private NightlyRun()
    {
    }

    /// <summary>The day judged from.</summary>
    public DateOnly BusinessDate { get; private set; }
    public NightState State { get; private set; }

    /// <summary>UTC, of the first run.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>UTC; null until done.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The last submission of the night before; 0 for the first night.</summary>
    public int AfterSubmissionId { get; private set; }

    /// <summary>The last submission of this night; null until loaded.</summary>
    public int? ThroughSubmissionId { get; private set; }

    /// <summary>The last entry in the journal of linkage before this night.</summary>
    public long AfterLinkEventId { get; private set; }

    /// <summary>The last entry of this night; null until linked.</summary>
    public long? ThroughLinkEventId { get; private set; }

    /// <summary>The thresholds judged by, as findings keep them; empty until judged.</summary>
    public string RuleSet { get; private set; } = "";

    /// <summary>16 hexadecimal digits of rules, versions and thresholds; empty until judged.</summary>
    public string RuleFingerprint { get; private set; } = "";

    /// <summary>The linkage model in force; empty until linked.</summary>
    public string LinkModel { get; private set; } = "";

    /// <summary>The population table judged by; 0 until taken.</summary>
    public int PopulationVersion { get; private set; }

    /// <summary>The champion of the night; 0 for none, null until patients are claimed.</summary>
    public int? ChampionModelId { get; private set; }

    /// <summary>The candidate beside it; 0 for none, null until patients are claimed.</summary>
    public int? ChallengerModelId { get; private set; }

    /// <summary>What the whole night scores with; null until patients are claimed, and for nights of earlier editions.</summary>
    public PinnedModels? Models => ChampionModelId is null ? null
        : new PinnedModels(ChampionModelId is > 0 ? ChampionModelId : null, ChallengerModelId is > 0 ? ChallengerModelId : null);

    /// <summary>Why it was held before anybody was judged, see <see cref="NightGate"/>; null for a night that never was.</summary>
    public string? HeldFor { get; private set; }

    /// <summary>Who let it go on, when (UTC) and why; null unless released.</summary>
    public string? ReleasedBy { get; private set; }
    public DateTimeOffset? ReleasedAt { get; private set; }
    public string? ReleaseReason { get; private set; }

    /// <summary>Version of the program that ended the night.</summary>
    public string Program { get; private set; } = "";

    /// <summary>The night's <see cref="NightReport"/> as JSON; null until done.</summary>
    public string? Report { get; private set; }

    internal static NightlyRun Begin(DateOnly date, NightlyRun? before, DateTimeOffset at) => new()
    {
        BusinessDate = date,
        State = NightState.Running,
        BegunAt = at,
        AfterSubmissionId = before?.ThroughSubmissionId ?? 0,
        AfterLinkEventId = before?.ThroughLinkEventId ?? 0,
    };

    internal void Resume() => State = NightState.Running;

    internal void Fail() => State = NightState.Failed;

    internal void Loaded(int through) => ThroughSubmissionId = through;

    internal void Linked(long through, string model) => (ThroughLinkEventId, LinkModel) = (through, model);

    internal void Measured(int populationVersion) => PopulationVersion = populationVersion;

    internal void ScoreBy(PinnedModels models) => (ChampionModelId, ChallengerModelId) = (models.Champion ?? 0, models.Challenger ?? 0);

    internal Refusal? Release(string user, string reason, DateTimeOffset at)
    {
        if (HeldFor is null || State == NightState.Done)
        {
            return new Refusal(RefusalReason.WrongState, $"The night of {BusinessDate:yyyy-MM-dd} is not held.");
        }

        if (ReleasedAt is not null)
        {
            return new Refusal(RefusalReason.WrongState, $"The night of {BusinessDate:yyyy-MM-dd} is released already; pdmp nightly --date {BusinessDate:yyyy-MM-dd} goes on with it.");
        }

        (ReleasedBy, ReleasedAt, ReleaseReason) = (user, at, reason);
        return null;
    }

    internal void JudgedBy(string ruleSet, string fingerprint) => (RuleSet, RuleFingerprint) = (ruleSet, fingerprint);

    internal void End(string report, string program, DateTimeOffset at) =>
        (State, Report, Program, EndedAt) = (NightState.Done, report, program, at);
}
