namespace PdmpAnalytics.Synthetic;

/// <summary>The four numbers that decide every byte of a population.</summary>
public sealed record PopulationOptions
{
    public required int Patients { get; init; }

    /// <summary>Length in days; at least a year, since an episode of misuse with the life around it needs that.</summary>
    public int Days { get; init; } = 730;
    public required long Seed { get; init; }

    /// <summary>First day on which something is filled.</summary>
    public DateOnly Start { get; init; } = new(2024, 6, 1);

    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Patients, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 365);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Days, 3650);
    }
}
