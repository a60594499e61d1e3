namespace PdmpAnalytics.Accounts.Delegates;

/// <summary>How far a delegation has come.</summary>
public enum DelegationState : byte
{
    /// <summary>Asked for; the supervisor has not agreed.</summary>
    AwaitsSupervisor = 1,

    /// <summary>The supervisor agreed; the programme has not.</summary>
    AwaitsProgramme = 2,

    /// <summary>Both agreed: the delegate may ask for this supervisor.</summary>
    Live = 3,

    /// <summary>Ran out.</summary>
    Expired = 4,

    /// <summary>Refused or revoked.</summary>
    Ended = 5,
}

/// <summary>
/// One delegate's permission to look patients up for one supervisor, who answers for it (domain reference 5.2: an account of its own,
/// approved by supervisor and programme; several supervisors are possible; a delegate has no delegates). Never deleted: the audit log names it.
/// </summary>
public sealed class Delegation
{
    private Delegation()
    {
    }

    /// <summary>Counts up from 1.</summary>
    public int Id { get; private set; }

    /// <summary>Account that looks up.</summary>
    public string Delegate { get; private set; } = "";

    /// <summary>Account that answers for it.</summary>
    public string Supervisor { get; private set; } = "";

    /// <summary>UTC, as the instants below.</summary>
    public DateTimeOffset RequestedAt { get; private set; }
    public string RequestedBy { get; private set; } = "";

    /// <summary>The supervisor agreed; null until then.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>The programme agreed; null until then.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public string ConfirmedBy { get; private set; } = "";

    /// <summary>Holds until then, not included; null until both agreed.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string EndedBy { get; private set; } = "";

    /// <summary>Counts changes, so that two people cannot change it at once.</summary>
    public int Version { get; private set; }

    internal static Delegation Request(int id, string @delegate, string supervisor, string by, DateTimeOffset at) =>
        new() { Id = id, Delegate = @delegate, Supervisor = supervisor, RequestedBy = by, RequestedAt = at };

    public DelegationState StateAt(DateTimeOffset at) =>
        EndedAt is not null ? DelegationState.Ended
        : ApprovedAt is null ? DelegationState.AwaitsSupervisor
        : ConfirmedAt is null ? DelegationState.AwaitsProgramme
        : ExpiresAt <= at ? DelegationState.Expired
        : DelegationState.Live;

    /// <summary>Live on any instant from <paramref name="from"/> up to <paramref name="to"/>, the latter not included.</summary>
    public bool WasLiveWithin(DateTimeOffset from, DateTimeOffset to) =>
        ConfirmedAt is { } start && start < to && ExpiresAt > from && !(EndedAt <= from);

    /// <summary>Only the supervisor agrees to answer for somebody.</summary>
    internal Refusal? Approve(string by, DateTimeOffset at)
    {
        if (StateAt(at) != DelegationState.AwaitsSupervisor)
        {
            return new Refusal(RefusalReason.WrongState, $"Delegation {Id} awaits no supervisor.");
        }

        if (!Supervisor.Equals(by, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(RefusalReason.NotAllowed, $"Only {Supervisor} can agree to answer for this delegate.");
        }

        ApprovedAt = at;
        Version++;
        return null;
    }

    /// <summary>The programme agrees, and the time begins to run.</summary>
    internal Refusal? Confirm(string by, DateTimeOffset at, int days)
    {
        if (StateAt(at) != DelegationState.AwaitsProgramme)
        {
            return new Refusal(RefusalReason.WrongState, ApprovedAt is null ? $"Delegation {Id} awaits {Supervisor} first." : $"Delegation {Id} awaits nobody.");
        }

        if (Supervisor.Equals(by, StringComparison.OrdinalIgnoreCase) || Delegate.Equals(by, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(RefusalReason.NotAllowed, "Somebody else confirms for the programme than those whom it is about.");
        }

        (ConfirmedAt, ConfirmedBy, ExpiresAt) = (at, by, at.AddDays(days));
        Version++;
        return null;
    }

    internal Refusal? End(string by, DateTimeOffset at)
    {
        if (EndedAt is not null)
        {
            return new Refusal(RefusalReason.WrongState, $"Delegation {Id} was ended before.");
        }

        (EndedAt, EndedBy) = (at, by);
        Version++;
        return null;
    }

    public override string ToString() => $"delegation {Id}";
}
