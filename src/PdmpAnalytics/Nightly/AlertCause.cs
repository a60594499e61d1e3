namespace PdmpAnalytics.Nightly;

/// <summary>Why an alert changed in a night.</summary>
public enum AlertCause : byte
{
    /// <summary>Other thresholds than the night before.</summary>
    RuleSet,

    /// <summary>Records of the subject went to or came from another patient.</summary>
    Linkage,

    /// <summary>Records of the subject were added, revised or voided.</summary>
    Data,

    /// <summary>Population figures, or what several subjects say together, were taken anew.</summary>
    Model,

    /// <summary>Days passed, or a person stated something.</summary>
    Time,
}

/// <summary>What is known about a night and a subject, and the cause that follows; pure.</summary>
/// <param name="RulesChanged">Other thresholds than the night before.</param>
/// <param name="FiguresTaken">A new population table in this night.</param>
public sealed record AlertCauses(bool RulesChanged, bool FiguresTaken)
{
    /// <summary>
    /// The nearest cause: what happened to the subject itself before what happened to everybody. A change that several causes share
    /// is counted once, for the first of linkage, data, rule set, model.
    /// </summary>
    public AlertCause Of(bool moved, bool reported) =>
        moved ? AlertCause.Linkage
        : reported ? AlertCause.Data
        : RulesChanged ? AlertCause.RuleSet
        : FiguresTaken ? AlertCause.Model
        : AlertCause.Time;
}
