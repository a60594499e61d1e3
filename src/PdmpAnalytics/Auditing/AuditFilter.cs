namespace PdmpAnalytics.Auditing;

/// <summary>Which events of the log a list shows; every part narrows it.</summary>
public sealed record AuditFilter
{
    /// <summary>Account; null for everybody.</summary>
    public string? Actor { get; init; }

    /// <summary>An action such as <c>alert.closed</c>, or the beginning of several: <c>alert.</c></summary>
    public string? Action { get; init; }

    /// <summary>Any of these, such as <c>alert:12</c>; null for all.</summary>
    public IReadOnlyList<string>? Subjects { get; init; }

    /// <summary>First UTC day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last UTC day, included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only events before this one: the last of the page before, for the next page.</summary>
    public long? Before { get; init; }

    public int Top { get; init; } = 50;
}

/// <summary>A stretch of the log.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="Next"><see cref="AuditFilter.Before"/> of the next page; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Events, long? Next);
