namespace PdmpAnalytics.Patients.Linking;

/// <summary>What a person decided about records.</summary>
public enum LinkVerdict : byte
{
    /// <summary>All records of both sides are one person's.</summary>
    Same,

    /// <summary>No record of one side is the person of any record of the other.</summary>
    Different,
}

/// <summary>A person's decision about two sets of records; stronger than any weight until it is taken back.</summary>
public sealed class LinkDecision
{
    private readonly List<LinkDecisionRecord> _records = [];

    private LinkDecision()
    {
    }

    /// <summary>Counted from 1.</summary>
    public int Id { get; private set; }
    public LinkVerdict Verdict { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset DecidedAt { get; private set; }
    public string DecidedBy { get; private set; } = "";

    /// <summary>Free text; it may name a person, so it is shown with identity only.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>UTC; null while the decision stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public string? WithdrawnBy { get; private set; }

    /// <summary>Both sides.</summary>
    public IReadOnlyList<LinkDecisionRecord> Records => _records;

    internal static LinkDecision Of(int id, LinkVerdict verdict, LinkSides sides, LinkAuthor author, DateTimeOffset at)
    {
        var decision = new LinkDecision { Id = id, Verdict = verdict, DecidedAt = at, DecidedBy = author.User, Reason = author.Reason };
        decision._records.AddRange(sides.One.Select(r => new LinkDecisionRecord { DecisionId = id, RecordId = r, SecondSide = false }));
        decision._records.AddRange(sides.Other.Select(r => new LinkDecisionRecord { DecisionId = id, RecordId = r, SecondSide = true }));
        return decision;
    }

    internal void Withdraw(string user, DateTimeOffset at) => (WithdrawnBy, WithdrawnAt) = (user, at);

    internal LinkSides Sides() => new(
        [.. _records.Where(r => !r.SecondSide).Select(r => r.RecordId)], [.. _records.Where(r => r.SecondSide).Select(r => r.RecordId)]);
}

/// <summary>A record that a decision is about.</summary>
public sealed class LinkDecisionRecord
{
    public required int DecisionId { get; init; }
    public required long RecordId { get; init; }
    public required bool SecondSide { get; init; }
}

/// <summary>Two sets of record ids.</summary>
internal sealed record LinkSides(IReadOnlyList<long> One, IReadOnlyList<long> Other)
{
    /// <summary>True when the two records stand on different sides.</summary>
    public bool Parts(long a, long b) => One.Contains(a) && Other.Contains(b) || One.Contains(b) && Other.Contains(a);
}

/// <summary>Who changes linkage, and why.</summary>
/// <param name="Reason">Free text; it may name a person.</param>
public sealed record LinkAuthor(string User, string Reason)
{
    public override string ToString() => $"change by {User}";
}
