namespace PdmpAnalytics.Review.Work;

/// <summary>
/// Something a person does about one alert. Pure: takes how far the work is and gives how far it is then, or why not
/// (domain reference 5.1).
/// </summary>
public abstract record ReviewStep
{
    /// <summary>Stable name in the audit log.</summary>
    public abstract string Action { get; }

    /// <summary>For the audit log: codes, accounts and days, never what people wrote.</summary>
    public virtual string Detail => "";

    /// <summary>True when a change of state or conclusion by it is kept as a <see cref="ReviewDecision"/>.</summary>
    internal virtual bool Decides => false;

    /// <summary>True when its patient must be judged again: what came while the alert was closed is not in it.</summary>
    internal virtual bool JudgesAgain => false;

    /// <summary>True for steps that make sense about many alerts at once.</summary>
    internal virtual bool InBulk => false;

    /// <summary>False for steps that do not mind who holds the alert.</summary>
    internal virtual bool RespectsClaim => true;

    /// <summary>What it concludes, about the alert and about single rules; empty for a step that concludes nothing.</summary>
    internal virtual IEnumerable<Disposition> Concludes => [];

    internal abstract Result<AlertWork> Take(AlertWork work, in WorkContext context);

    internal static Refusal WrongState(AlertWork work, in WorkContext context, string wanted) =>
        new(RefusalReason.WrongState, $"Alert {context.AlertId} is {work.State}, not {wanted}.");

    internal static Refusal Incomplete(string message) => new(RefusalReason.Incomplete, message);

    /// <summary>Null while the alert is open and no conclusion about it waits for a second person.</summary>
    internal static Refusal? NotWorkable(AlertWork work, in WorkContext context) =>
        !work.State.IsOpen() ? WrongState(work, context, "open")
        : work.AwaitsReading ? new Refusal(RefusalReason.WrongState, $"Alert {context.AlertId} is concluded and waits for a second reader.")
        : null;
}
