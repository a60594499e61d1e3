namespace PdmpAnalytics.Detection.RuleSets;

/// <summary>What a set of thresholds is used for on a day.</summary>
public enum RuleSetState : byte
{
    /// <summary>Known and checked, not used.</summary>
    Draft,

    /// <summary>Measured with every judging, beside the set in force; raises nothing.</summary>
    Shadow,

    /// <summary>In force.</summary>
    Active,

    /// <summary>Was in force or taken out of use.</summary>
    Retired,
}

/// <summary>
/// One version of a named set of thresholds, stored with who brought it. Its content never changes; what it is used for is
/// said by its <see cref="Periods"/>.
/// </summary>
public sealed class RuleSet
{
    private readonly List<RuleSetPeriod> _periods = [];

    private RuleSet()
    {
    }

    public int Id { get; private set; }
    public string Name { get; private set; } = "";
    public int Version { get; private set; }
    public string Description { get; private set; } = "";

    /// <summary>The file as it was read, see <see cref="RuleSetFile"/>.</summary>
    public string Content { get; private set; } = "";

    /// <summary><see cref="RuleCatalog.Fingerprint"/> when it was added: a later edition of the rules may read it differently.</summary>
    public string Fingerprint { get; private set; } = "";

    public string AddedBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>First day on which it can no longer be used; null while it can.</summary>
    public DateOnly? RetiredFrom { get; private set; }

    /// <summary>When it was or will be used, in the order they were decided.</summary>
    public IReadOnlyList<RuleSetPeriod> Periods => _periods;

    public string Label => RuleSetNames.Label(Name, Version);

    public static RuleSet Of(RuleSetFile file, string user, DateTimeOffset at) => new()
    {
        Name = file.Name,
        Version = file.Version,
        Description = file.Description,
        Content = file.Content,
        Fingerprint = file.Catalog.Fingerprint,
        AddedBy = user,
        AddedAt = at,
    };

    public RuleSetState StateOn(DateOnly day) =>
        Covers(RuleSetUse.Active, day) ? RuleSetState.Active
        : RetiredFrom <= day ? RuleSetState.Retired
        : Covers(RuleSetUse.Shadow, day) ? RuleSetState.Shadow
        : _periods.Exists(p => p.Use == RuleSetUse.Active && p.Until <= day) ? RuleSetState.Retired
        : RuleSetState.Draft;

    public bool Covers(RuleSetUse use, DateOnly day) => _periods.Exists(p => p.Use == use && p.Covers(day));

    internal void Begin(RuleSetPeriod period) => _periods.Add(period);

    /// <summary>Ends what lasts on the day and drops what has not begun by then.</summary>
    internal void EndOn(RuleSetUse use, DateOnly day)
    {
        _periods.RemoveAll(p => p.Use == use && p.From >= day);
        foreach (var period in _periods.Where(p => p.Use == use && p.Covers(day)))
        {
            period.EndOn(day);
        }
    }

    /// <summary>Lets the period that ended where a dropped one was to begin last as long as that would have, or until the set is retired.</summary>
    internal void Continue(RuleSetPeriod dropped)
    {
        foreach (var period in _periods.Where(p => p.Use == dropped.Use && p.Until == dropped.From && !(RetiredFrom <= dropped.From)))
        {
            period.EndOn(RetiredFrom is { } retired && !(dropped.Until <= retired) ? retired : dropped.Until);
        }
    }

    internal void Retire(DateOnly from)
    {
        EndOn(RuleSetUse.Active, from);
        EndOn(RuleSetUse.Shadow, from);
        RetiredFrom = from;
    }
}

/// <summary>What a set is used for while a period lasts.</summary>
public enum RuleSetUse : byte
{
    Shadow,
    Active,
}

/// <summary>Days on which a set is in force or measured.</summary>
public sealed class RuleSetPeriod
{
    private RuleSetPeriod()
    {
    }

    public int Id { get; private set; }
    public int RuleSetId { get; private set; }
    public RuleSetUse Use { get; private set; }

    /// <summary>First day judged from with it.</summary>
    public DateOnly From { get; private set; }

    /// <summary>First day without it; null while no end is known.</summary>
    public DateOnly? Until { get; private set; }

    public string DecidedBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset DecidedAt { get; private set; }

    public string Reason { get; private set; } = "";

    public static RuleSetPeriod Of(RuleSetUse use, DateOnly from, RuleSetAuthor author) => new()
    {
        Use = use,
        From = from,
        DecidedBy = author.User,
        DecidedAt = author.At,
        Reason = author.Reason,
    };

    public bool Covers(DateOnly day) => From <= day && (Until is null || day < Until);

    internal void EndOn(DateOnly? day) => Until = day;
}

/// <summary>Who decides about a set, when (UTC) and why.</summary>
public sealed record RuleSetAuthor(string User, string Reason, DateTimeOffset At);
