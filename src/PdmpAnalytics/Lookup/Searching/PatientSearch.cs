namespace PdmpAnalytics.Lookup.Searching;

/// <summary>What a search came to.</summary>
public enum SearchOutcome : byte
{
    /// <summary>One patient, surely: it opens at once.</summary>
    Found,

    /// <summary>Up to <see cref="PatientSearch.MostListed"/> patients that differ a little from what was typed: a person picks.</summary>
    PickOne,

    /// <summary>Look-alikes (twins, father and son) that only a further item tells apart. Nobody is listed.</summary>
    OneMoreItem,

    /// <summary>Nobody fits. That is not the same as a patient without fills.</summary>
    NotFound,

    /// <summary>More patients fit than may be listed.</summary>
    TooMany,
}

/// <summary>An item of a query.</summary>
public enum QueryItem : byte
{
    LastName,
    FirstName,
    MiddleName,
    Suffix,
    BirthDate,
    Sex,
    Address,
    Zip,
    Phone,
    IdNumber,
}

/// <summary>How an item on record differs from what was typed.</summary>
public enum DifferenceKind : byte
{
    /// <summary>Another form of one name: BOB and ROBERT.</summary>
    OtherForm,

    /// <summary>Spelled a little otherwise, or a digit off.</summary>
    Slip,

    /// <summary>Day and month, or first and last name, the other way round.</summary>
    Swapped,

    /// <summary>Another value.</summary>
    Other,
}

public readonly record struct ItemDifference(QueryItem Item, DifferenceKind Kind);

/// <summary>A patient on the pick list: enough to recognise, no more. Prints nothing personal.</summary>
public sealed record PatientCandidate
{
    /// <summary>Opens the report together with the same query only.</summary>
    public required long PatientId { get; init; }

    /// <summary>As on the record that fits best.</summary>
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required string MiddleName { get; init; }
    public required string Suffix { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Sex { get; init; }
    public required string City { get; init; }
    public required string Zip { get; init; }

    /// <summary>How likely this is the one who was asked about, 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>Items to mark; empty when every item that was typed agrees.</summary>
    public required IReadOnlyList<ItemDifference> Differences { get; init; }

    public override string ToString() => $"patient {PatientId}, candidate";
}

/// <summary>The answer to a query before any report.</summary>
public sealed record PatientSearch
{
    /// <summary>Longest pick list. Our choice, 2026-11-22: what the eye takes in at once, and no directory of namesakes.</summary>
    public const int MostListed = 5;

    public required SearchOutcome Outcome { get; init; }

    /// <summary>The patient of <see cref="SearchOutcome.Found"/>; null for any other outcome.</summary>
    public long? PatientId { get; init; }

    /// <summary>The pick list, likeliest first; for <see cref="SearchOutcome.Found"/> the one patient; else empty.</summary>
    public IReadOnlyList<PatientCandidate> Candidates { get; init; } = [];

    /// <summary>Items not given yet, or given otherwise, that would help; most helpful first.</summary>
    public IReadOnlyList<QueryItem> AskFor { get; init; } = [];

    /// <summary>How many patients fitted, listed or not.</summary>
    public int Fitting { get; init; }
}
