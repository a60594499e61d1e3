namespace PdmpAnalytics.Synthetic;

/// <summary>A person as one counter has him on file, slips included. Holds invented identity only.</summary>
internal sealed record TypedIdentity
{
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required string Middle { get; init; }
    public required string Suffix { get; init; }
    public required DateOnly Born { get; init; }

    /// <summary>F, M or U.</summary>
    public required char Sex { get; init; }
    public required string Address { get; init; }
    public required string City { get; init; }
    public required string State { get; init; }
    public required string Zip { get; init; }
    public required string Phone { get; init; }

    /// <summary>Driver licence; empty where none was asked for.</summary>
    public required string Licence { get; init; }

    /// <summary>The status it was taken from: a later one is noticed at a later visit, if at all.</summary>
    public required CivilStatus Source { get; init; }
}
