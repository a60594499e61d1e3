namespace PdmpAnalytics.Nightly;

/// <summary>
/// Who may write for the night: one run at a time, for as long as it keeps renewing. A row a name, never deleted, so that the
/// number of a taking only grows.
/// </summary>
public sealed class RunLease
{
    private RunLease()
    {
    }

    public string Name { get; private set; } = "";

    /// <summary>Counts takings; what a holder of a lower number writes is refused (<c>Storage/CommitFence.cs</c>).</summary>
    public long Fence { get; private set; }

    /// <summary>What the holder is doing, e.g. <c>night 2026-05-31</c>.</summary>
    public string Purpose { get; private set; } = "";

    /// <summary>Which process holds it, see <see cref="LeaseHolder"/>.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>Length of the lease from each renewal.</summary>
    public double LastsSeconds { get; private set; }

    /// <summary>By the database's clock, in UTC; in the past when it is free.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
}
