namespace PdmpAnalytics.Ingestion.Inbox;

/// <summary>What became of one file or folder of an inbox.</summary>
/// <param name="Name">Relative to the inbox, fit to be shown.</param>
public abstract record InboxResult(string Name);

/// <summary>A file that was loaded or refused and is put away.</summary>
/// <param name="Report">Path of its text report, fit to be shown.</param>
public sealed record InboxFile(string Name, SubmissionOutcome Outcome, string Report) : InboxResult(Name);

/// <summary>Something that was left where it is.</summary>
/// <param name="Message">Why, and what to do; a sentence that goes on after the name.</param>
public sealed record InboxLeftover(string Name, string Message, InboxLeftoverKind Kind) : InboxResult(Name);

/// <summary>Who has to do something about what was left.</summary>
public enum InboxLeftoverKind
{
    /// <summary>Nobody: another run takes care of it.</summary>
    Waits,

    /// <summary>The submitter: it is nothing that can be loaded.</summary>
    NotLoadable,

    /// <summary>The operator: the disk, the database or this program failed.</summary>
    Failed,
}
