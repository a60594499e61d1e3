using System.Security.Cryptography;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>
/// A match model as it was used: its figures and the frequencies of values it was used with. Together they weigh a pair of records
/// today as they did then, so links are explained from their records and never stored in parts.
/// </summary>
public sealed class LinkModel
{
    /// <summary>Counted from 1; the highest is in force.</summary>
    public required int Id { get; init; }

    /// <summary>16 hexadecimal digits, equal only for equal figures and frequencies.</summary>
    public required string Version { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Records that the frequencies were counted over.</summary>
    public required long Records { get; init; }

    /// <summary>See <see cref="MatchModel.ToJson"/>.</summary>
    public required string Figures { get; init; }

    /// <summary>See <see cref="TermSnapshot"/>. Hashes and counts, no values.</summary>
    public required byte[] Terms { get; init; }

    /// <summary>False for a row that something has changed since it was written.</summary>
    public bool IsSound => Version == VersionOf(Figures, Terms);

    /// <summary>The figures; refuses a row that is not <see cref="IsSound"/>, with what to do about it.</summary>
    public MatchModel Model() => IsSound
        ? MatchModel.FromJson(Figures)
        : throw new StorageNotReadyException($"Match model {Id} in the database is damaged: run pdmp link --all, which estimates a new one and compares everything again.");

    internal static LinkModel Of(int id, MatchModel figures, byte[] terms, long records, DateTimeOffset createdAt)
    {
        var json = figures.ToJson();
        return new LinkModel
        {
            Id = id,
            Version = VersionOf(json, terms),
            CreatedAt = createdAt,
            Records = records,
            Figures = json,
            Terms = terms,
        };
    }

    private static string VersionOf(string figures, byte[] terms) => Convert.ToHexString(IdentityKey.Of(figures, Convert.ToHexString(SHA256.HashData(terms))))[..16];
}

/// <summary>One run of linking: which records it has compared, and with which model.</summary>
public sealed class LinkRun
{
    /// <summary>Counted from 1; the highest says where the next one goes on.</summary>
    public required int Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
    public required int ModelId { get; init; }

    /// <summary>Records up to this id have been compared with one another.</summary>
    public required long LastRecordId { get; init; }

    /// <summary>Blocks too large to be looked at: pairs that share nothing else were not compared.</summary>
    public required int BlocksLeftOut { get; init; }
}

/// <summary>A pair of records that are one person's with a probability of 0.5 or more, or would be without a guard.</summary>
public sealed class StoredLink
{
    /// <summary>The lower record id.</summary>
    public required long RecordA { get; init; }

    /// <summary>The higher record id.</summary>
    public required long RecordB { get; init; }

    /// <summary>Log-odds in thousandths of a bit, see <see cref="PatientLink.Weight"/>.</summary>
    public required int Weight { get; init; }
    public required int ModelId { get; init; }

    /// <summary>What keeps the two apart, or from being merged at once.</summary>
    public LinkGuard Guard { get; init; }

    /// <summary>What the pair would weigh without the guard; means nothing where there is none.</summary>
    public int UnguardedWeight { get; init; }
}

/// <summary>A blocking key of a record: records that share one are compared.</summary>
public sealed class PatientBlock
{
    public required long Key { get; init; }
    public required long RecordId { get; init; }
}

/// <summary>
/// How surely a record belongs to its patient: the weakest link on the strongest way to the patient's first record. Only records
/// that hang on a link which is not practically certain have one.
/// </summary>
public sealed class RecordConfidence
{
    public required long RecordId { get; init; }

    /// <summary>0.5 to below <see cref="PersonLinks.PracticallyCertain"/>.</summary>
    public required double Probability { get; init; }

    /// <summary>The two records of the weakest link.</summary>
    public required long LinkA { get; init; }
    public required long LinkB { get; init; }
}
