using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Benchmarks.Lookups;

/// <summary>What a stretch of load came to. Times are milliseconds from when a request was due until its answer was read.</summary>
internal sealed record LoadFigures(int Rate, double[] Times, int Failed, string Statuses)
{
    public double At(double share) => Times.Length == 0 ? double.PositiveInfinity : Times[Math.Min(Times.Length - 1, (int)(share * Times.Length))];
}

/// <summary>
/// Posts bodies at a steady rate. A request leaves when its time has come, whether or not earlier ones were answered, and is timed from
/// then: a slow answer makes nobody ask later.
/// </summary>
internal sealed class SteadyLoad(HttpClient client)
{
    /// <summary>Spreads questions over the people: a prime, so that neighbours in the list are not asked about after one another.</summary>
    private const long Stride = 7919;

    public async Task<LoadFigures> RunAsync(string address, IReadOnlyList<string> bodies, int rate, int seconds)
    {
        var times = new ConcurrentBag<double>();
        var statuses = new ConcurrentDictionary<int, int>();
        var running = new List<Task>(rate * seconds);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < rate * seconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed);
            }

            running.Add(AskAsync(bodies[(int)(i * Stride % bodies.Count)], due));
        }

        await Task.WhenAll(running);
        return new LoadFigures(
            rate, [.. times.Order()], statuses.Where(s => s.Key is not (200 or 404 or 409)).Sum(s => s.Value),
            string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key}: {s.Value}"))));

        async Task AskAsync(string body, TimeSpan due)
        {
            var status = await PostAsync(address, body);
            times.Add((clock.Elapsed - due).TotalMilliseconds);
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        }
    }

    /// <summary>The answer's status once it is read to its end; 0 when there was none.</summary>
    private async Task<int> PostAsync(string address, string body)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content);
            await answer.Content.ReadAsByteArrayAsync();
            return (int)answer.StatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }
}
