namespace PdmpAnalytics.TestKit;

/// <summary>A clock that always shows the same instant.</summary>
public sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
