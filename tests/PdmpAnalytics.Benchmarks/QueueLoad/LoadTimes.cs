using System.Collections.Concurrent;
using System.Globalization;

namespace PdmpAnalytics.Benchmarks.QueueLoad;

/// <summary>What somebody waits for, with the longest that nineteen in twenty may wait.</summary>
/// <param name="LimitMs">95th percentile in ms (issue 7); null where none is set.</param>
internal sealed record Wait(string Name, double? LimitMs)
{
    public static readonly Wait SignIn = new("sign in", null);
    public static readonly Wait Queue = new("queue page", 300);
    public static readonly Wait Filter = new("filter", 200);
    public static readonly Wait Page = new("page change", 200);
    public static readonly Wait Alert = new("alert with timeline", 300);
    public static readonly Wait Claim = new("claim", null);
    public static readonly Wait Next = new("decision to next alert", 100);

    public static IReadOnlyList<Wait> All { get; } = [SignIn, Queue, Filter, Page, Alert, Claim, Next];
}

/// <summary>Times of many people's requests; those of the warm-up are left out.</summary>
internal sealed class LoadTimes
{
    private readonly ConcurrentDictionary<Wait, ConcurrentBag<double>> _times = new();
    private int _refused;
    private int _errors;

    /// <summary>False while the host warms up, and once the time is over; sign-ins count in any case.</summary>
    public bool Counts { get; set; }

    /// <summary>Steps that somebody else was faster with.</summary>
    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Fail(string what)
    {
        if (Interlocked.Increment(ref _errors) <= 5)
        {
            Console.Error.WriteLine(what);
        }
    }

    public void Add(Wait wait, double milliseconds)
    {
        if (Counts || wait == Wait.SignIn)
        {
            _times.GetOrAdd(wait, _ => []).Add(milliseconds);
        }
    }

    /// <summary>Prints a line a kind; true when every limit was kept and nothing failed.</summary>
    public bool Report()
    {
        var kept = true;
        Console.WriteLine($"{"",-24} {"number",8} {"p50 ms",8} {"p95 ms",8} {"p99 ms",8} {"limit",8} {"ratio",6}");
        foreach (var wait in Wait.All.Where(_times.ContainsKey))
        {
            var sorted = _times[wait].Order().ToArray();
            var p95 = At(sorted, 0.95);
            kept &= wait.LimitMs is not { } limit || p95 < limit;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{wait.Name,-24} {sorted.Length,8:N0} {At(sorted, 0.5),8:0} {p95,8:0} {At(sorted, 0.99),8:0} {wait.LimitMs,8:0} {p95 / wait.LimitMs,6:0.00}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"errors {_errors}, steps that somebody else was faster with {_refused}"));
        return kept && _errors == 0;
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
