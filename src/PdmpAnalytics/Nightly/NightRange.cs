using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Nightly;

/// <summary>How a range of patients stands.</summary>
public enum NightRangeState : byte
{
    /// <summary>Nobody has it.</summary>
    Waiting,

    /// <summary>A worker has it, until its lease ends.</summary>
    Taken,

    /// <summary>Every patient in it is judged and published.</summary>
    Done,
}

/// <summary>Patients of a night that one worker judges at a time: the unit in which detection is spread over machines.</summary>
public sealed class NightRange
{
    private NightRange()
    {
    }

    public DateOnly BusinessDate { get; private set; }

    /// <summary>From 1, in patient order.</summary>
    public int Number { get; private set; }

    /// <summary>First and last patient id, both included.</summary>
    public long FirstPatient { get; private set; }
    public long LastPatient { get; private set; }

    /// <summary>How many of those between are to be judged; they stay as many when a try was killed half way.</summary>
    public int Patients { get; private set; }

    public NightRangeState State { get; private set; }

    /// <summary>Which process has it, see <see cref="LeaseHolder"/>; empty for none.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>Times it was taken; who has an older number may not end it.</summary>
    public int Tries { get; private set; }

    /// <summary>By the database's clock; when the lease of a taken range ends.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Patients judged in the last try.</summary>
    public long Judged { get; private set; }

    /// <summary>Live dispensations they were judged by.</summary>
    public long Fills { get; private set; }

    /// <param name="patients">In order.</param>
    internal static NightRange Of(DateOnly date, int number, long[] patients) =>
        new() { BusinessDate = date, Number = number, FirstPatient = patients[0], LastPatient = patients[^1], Patients = patients.Length };
}

internal sealed class NightRangeMapping : IEntityTypeConfiguration<NightRange>
{
    public void Configure(EntityTypeBuilder<NightRange> builder)
    {
        builder.ToTable("night_ranges");
        builder.HasKey(r => new { r.BusinessDate, r.Number });
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(16);
    }
}
