using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// Reports over REST at a steady rate against a running host: <c>lookup --address URL --token TOKEN --people FILE [--rate 100] [--seconds 60]
/// [--kind report|check]</c>. Requests leave when their time has come, whether or not earlier ones were answered, and are timed from then: a slow
/// answer makes nobody ask later.
/// </summary>
internal static class LookupBenchmark
{
    private const int WarmUp = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        var rate = int.Parse(Arguments.Value(args, "--rate", "100"), CultureInfo.InvariantCulture);
        var seconds = int.Parse(Arguments.Value(args, "--seconds", "60"), CultureInfo.InvariantCulture);
        var check = Arguments.Value(args, "--kind", "report") == "check";
        var people = People(Arguments.Value(args, "--people", Path.Combine("data-samples", "generated", "dispensations.csv")), check);
        using var client = new HttpClient { BaseAddress = new Uri(Arguments.Value(args, "--address", "http://127.0.0.1:5080")) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Arguments.Value(args, "--token", ""));
        var address = new Uri(check ? "/api/v1/checks" : "/api/v1/patients/report", UriKind.Relative);
        for (var i = 0; i < WarmUp; i++)
        {
            await AskAsync(client, address, people[i % people.Count]);
        }

        var times = new ConcurrentBag<double>();
        var statuses = new ConcurrentDictionary<int, int>();
        var running = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < rate * seconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed);
            }

            running.Add(TimedAsync(people[(int)((long)i * 7919 % people.Count)], due));
        }

        await Task.WhenAll(running);
        var sorted = times.Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted.Length} requests at {rate}/s: p50 {At(sorted, 0.5):0.0} ms, p99 {At(sorted, 0.99):0.0} ms, most {sorted[^1]:0.0} ms; answers {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"))}"));
        return statuses.Keys.Any(status => status >= 500) ? 1 : 0;

        async Task TimedAsync(string body, TimeSpan due)
        {
            var status = await AskAsync(client, address, body);
            times.Add((clock.Elapsed - due).TotalMilliseconds);
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        }
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private static async Task<int> AskAsync(HttpClient client, Uri address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(address, content);
        await answer.Content.ReadAsByteArrayAsync();
        return (int)answer.StatusCode;
    }

    /// <summary>Requests about the people of a dispensation CSV, each once.</summary>
    private static List<string> People(string file, bool check)
    {
        using var reader = new StreamReader(file);
        var header = reader.ReadLine()!.Split(',');
        int[] columns = [.. new[] { "patient_last_name", "patient_first_name", "patient_birth_date", "patient_zip" }.Select(name => Array.IndexOf(header, name))];
        var people = new HashSet<string>();
        while (reader.ReadLine() is { } line && people.Count < 50_000)
        {
            var fields = line.Split(',');
            var patient = new { lastName = fields[columns[0]], firstName = fields[columns[1]], birthDate = fields[columns[2]], zip = fields[columns[3]][..Math.Min(5, fields[columns[3]].Length)] };
            people.Add(check
                ? JsonSerializer.Serialize(new { patient, purpose = "dispensing", fill = new { ndc = "00093083301", quantity = 60, daysSupply = 30 } })
                : JsonSerializer.Serialize(new { patient, purpose = "dispensing" }));
        }

        return [.. people];
    }
}
