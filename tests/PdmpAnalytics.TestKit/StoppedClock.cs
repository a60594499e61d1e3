namespace PdmpAnalytics.TestKit;

/// <summary>A clock that always shows the same instant, until a test sets it.</summary>
public sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
