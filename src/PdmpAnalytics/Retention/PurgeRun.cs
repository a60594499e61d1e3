using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Retention;

/// <summary>
/// One destruction of old records: its certificate when it has ended, and until then where it goes on. It keeps counts and a digest,
/// and nothing of what was destroyed.
/// </summary>
public sealed class PurgeRun
{
    private PurgeRun()
    {
    }

    /// <summary>Counts up from 1.</summary>
    public int Id { get; private set; }

    /// <summary>Fills of earlier days go; this day's stay.</summary>
    public DateOnly Before { get; private set; }
    public string Actor { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>UTC; null until everything is destroyed that was to be.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Patients up to this id are done.</summary>
    public long ThroughPatient { get; private set; }

    /// <summary>Patients of whom something was destroyed.</summary>
    public long Patients { get; private set; }

    /// <summary>Patients with old fills who were left alone: for a legal hold, or an alert that is open.</summary>
    public long PatientsKept { get; private set; }

    /// <summary>Dispensation versions.</summary>
    public long Dispensations { get; private set; }
    public long RecordKeys { get; private set; }
    public long Reports { get; private set; }

    /// <summary>Identities as submitted that no fill carries any more.</summary>
    public long PatientRecords { get; private set; }
    public long RejectedRecords { get; private set; }

    /// <summary>SHA-256, as hex, over the digest before and the ids destroyed, batch by batch: tells whether a list of ids is the one.</summary>
    public string Digest { get; private set; } = new('0', 64);

    internal static PurgeRun Begin(int id, DateOnly before, string actor, DateTimeOffset at) =>
        new() { Id = id, Before = before, Actor = actor, BegunAt = at };

    internal void Add(PurgedBatch batch)
    {
        ThroughPatient = batch.ThroughPatient;
        Patients += batch.Patients;
        PatientsKept += batch.PatientsKept;
        Dispensations += batch.Fills.Count;
        RecordKeys += batch.RecordKeys;
        Reports += batch.Reports;
        PatientRecords += batch.PatientRecords;
        if (batch.Fills.Count > 0)
        {
            Digest = Next(Digest, batch.Fills);
        }
    }

    internal void End(long rejectedRecords, DateTimeOffset at) => (RejectedRecords, EndedAt) = (rejectedRecords, at);

    private static string Next(string digest, IReadOnlyList<(long Patient, long Fill)> fills)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(digest));
        Span<byte> ids = stackalloc byte[16];
        foreach (var (patient, fill) in fills)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(ids, patient);
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(ids[8..], fill);
            hash.AppendData(ids);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What one transaction of a purge destroyed.</summary>
/// <param name="Fills">Patient and id of each dispensation version, in that order.</param>
internal sealed record PurgedBatch(
    long ThroughPatient, int Patients, int PatientsKept, IReadOnlyList<(long Patient, long Fill)> Fills, int RecordKeys, int Reports, int PatientRecords);

internal sealed class PurgeRunMapping : IEntityTypeConfiguration<PurgeRun>
{
    public void Configure(EntityTypeBuilder<PurgeRun> builder)
    {
        builder.ToTable("purge_runs");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Digest).HasMaxLength(64);
    }
}
