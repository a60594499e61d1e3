using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks.Lookups;

/// <summary>
/// <c>lookup --database CONNECTION [--rate 100] [--seconds 60] [--people 20000] [--climb-seconds 15]</c>: starts the web host over the database,
/// makes a key without a limit, warms up, then asks for reports, searches and checks at a steady rate, and climbs until the 99th percentile
/// is too high. Every question is written to the database's audit log.
/// </summary>
internal static class LookupBenchmark
{
    private const string Report = "/api/v1/patients/report";
    private const string Search = "/api/v1/patients/search";
    private const string Check = "/api/v1/checks";

    /// <summary>The highest rate is the one that keeps the 99th percentile below this (issue 8).</summary>
    private const double HeldMilliseconds = 250;
    private const double Climb = 1.25;

    public static async Task<int> RunAsync(string[] args)
    {
        int Number(string name, string otherwise) => int.Parse(Arguments.Value(args, name, otherwise), CultureInfo.InvariantCulture);
        var database = Arguments.Value(args, "--database", "");
        if (database.Length == 0)
        {
            Console.Error.WriteLine("lookup needs a database with linked patients: --database \"Host=...;Database=...\"");
            return 2;
        }

        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        var keys = services.GetRequiredService<ApiKeyService>();
        var key = (await keys.AddAsync(new ApiKeyTerms("benchmark", "FP1234563", ApiScope.All) { RatePerMinute = 0 }, "benchmark")).Value;
        try
        {
            var (queries, checks) = await AskedPeople.SampleAsync(services, Number("--people", "20000"));
            await using var host = await ServedHost.StartAsync(database);
            using var client = new HttpClient { BaseAddress = host.Address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
            return await MeasureAsync(
                new SteadyLoad(client), host, queries, checks, Number("--rate", "100"), Number("--seconds", "60"), Number("--climb-seconds", "15"));
        }
        finally
        {
            await keys.RevokeAsync(key.Key.Id, "benchmark");
        }
    }

    private static async Task<int> MeasureAsync(
        SteadyLoad load, ServedHost host, List<string> queries, List<string> checks, int rate, int seconds, int climbSeconds)
    {
        // What the host reads once and what the runtime compiles on the way; each kind long enough to be compiled again for speed.
        foreach (var (address, bodies) in new[] { (Report, queries), (Check, checks), (Search, queries), (Report, queries), (Check, checks) })
        {
            await load.RunAsync(address, bodies, Math.Max(1, rate / 2), seconds: 8);
        }

        var missed = await StretchAsync("report", Report, queries, rate, seconds, (15, 100));
        missed |= await StretchAsync("search", Search, queries, rate, Math.Max(1, seconds / 2), (15, 100));
        missed |= await StretchAsync("check", Check, checks, rate, Math.Max(1, seconds / 2), (null, 50));
        var held = await ClimbAsync(load, queries, rate, climbSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"highest rate of reports held for {climbSeconds} s with p99 below {HeldMilliseconds:0} ms: {held}/s; host's peak memory {host.PeakMemoryMb:F0} MB"));
        return missed ? 1 : 0;

        async Task<bool> StretchAsync(string what, string address, List<string> bodies, int atRate, int forSeconds, (double? P50, double P99) limits)
        {
            var before = host.Used;
            var figures = await load.RunAsync(address, bodies, atRate, forSeconds);
            var each = (host.Used - before).TotalMilliseconds / Math.Max(1, figures.Times.Length);
            var (p50, p99) = (figures.At(0.5), figures.At(0.99));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what,-7} {atRate}/s for {forSeconds} s: p50 {p50:0.0} ms{(limits.P50 is { } limit ? $" (limit {limit:0})" : "")}, p99 {p99:0.0} ms (limit {limits.P99:0}), most {figures.At(1):0.0} ms, failed {figures.Failed} (limit 0), host {each:0.0} ms of processor a request; answers {figures.Statuses}"));
            return p50 >= limits.P50 || p99 >= limits.P99 || figures.Failed > 0;
        }
    }

    /// <summary>Raises the rate by a quarter until the 99th percentile or an error ends it.</summary>
    private static async Task<int> ClimbAsync(SteadyLoad load, List<string> queries, int from, int seconds)
    {
        var held = 0;
        for (var rate = from; ; rate = (int)(rate * Climb))
        {
            var figures = await load.RunAsync(Report, queries, rate, seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"        {rate}/s: p50 {figures.At(0.5):0.0} ms, p99 {figures.At(0.99):0.0} ms, failed {figures.Failed}"));
            if (figures.Failed > 0 || figures.At(0.99) >= HeldMilliseconds)
            {
                return held;
            }

            held = rate;
        }
    }
}
