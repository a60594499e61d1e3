namespace PdmpAnalytics.Patients.Linking;

/// <summary>What happened to two patients.</summary>
public enum LinkEventKind : byte
{
    /// <summary>All records of one went to the other.</summary>
    Merge,

    /// <summary>Some records of one became a patient, again or for the first time.</summary>
    Split,

    /// <summary>Some records of one went to another, and both go on.</summary>
    Move,
}

/// <summary>Why it happened.</summary>
public enum LinkCause : byte
{
    /// <summary>Equal keys, see <see cref="ExactIdentity"/>.</summary>
    ExactKeys,

    /// <summary>Weights of the model.</summary>
    Model,

    /// <summary>A decision of a person, made or taken back.</summary>
    Decision,
}

/// <summary>An entry of the journal of linkage: records that went from one patient to another. Written once; no identity.</summary>
public sealed class LinkEvent
{
    private readonly List<LinkEventRecord> _records = [];

    private LinkEvent()
    {
    }

    /// <summary>Counted from 1.</summary>
    public long Id { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>A user, or <c>system</c>.</summary>
    public string By { get; private set; } = "";
    public LinkEventKind Kind { get; private set; }
    public LinkCause Cause { get; private set; }
    public long FromPatientId { get; private set; }
    public long IntoPatientId { get; private set; }

    /// <summary>The model in force; null before the first.</summary>
    public int? ModelId { get; private set; }

    /// <summary>The decision that was made or taken back; null for any other cause.</summary>
    public int? DecisionId { get; private set; }

    /// <summary>The decision that undid this; null while nobody has.</summary>
    public int? UndoneByDecisionId { get; private set; }

    /// <summary>The records that went, and those that were with the other patient or stayed with the old one.</summary>
    public IReadOnlyList<LinkEventRecord> Records => _records;

    internal static LinkEvent Of(long id, PatientMove move, LinkOccasion occasion)
    {
        var happened = new LinkEvent
        {
            Id = id,
            At = occasion.At,
            By = occasion.By,
            Kind = move.Kind,
            Cause = occasion.Cause,
            FromPatientId = move.From,
            IntoPatientId = move.Into,
            ModelId = occasion.ModelId,
            DecisionId = occasion.DecisionId,
        };
        happened._records.AddRange(move.Records.Select(r => new LinkEventRecord { EventId = id, RecordId = r, Moved = true }));
        happened._records.AddRange(move.Others.Select(r => new LinkEventRecord { EventId = id, RecordId = r, Moved = false }));
        return happened;
    }

    internal void UndoneBy(int? decision) => UndoneByDecisionId = decision;
}

/// <summary>A record of a journal entry.</summary>
public sealed class LinkEventRecord
{
    public required long EventId { get; init; }
    public required long RecordId { get; init; }

    /// <summary>True for a record that went; false for one of the person it was joined with or parted from.</summary>
    public required bool Moved { get; init; }
}

/// <summary>When, by whom and why linkage changes.</summary>
internal sealed record LinkOccasion(DateTimeOffset At, string By, LinkCause Cause, int? ModelId, int? DecisionId = null);
