using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks.QueueLoad;

/// <summary>
/// <c>queue --database CONNECTION [--analysts 50] [--seconds 120] [--look 5]</c>: analysts work the review queue of a judged store at once, each as a
/// browser would, against a host started for it. Their accounts are made, and what they conclude stays concluded: run it over a copy.
/// </summary>
internal static class QueueBenchmark
{
    /// <summary>Before times count: code is compiled and pages are cached by then.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private const int SignInsPerMinute = 10_000;

    public static async Task<int> RunAsync(string[] args)
    {
        double Number(string name, string otherwise) => double.Parse(Arguments.Value(args, name, otherwise), CultureInfo.InvariantCulture);
        var database = Arguments.Value(args, "--database", "");
        if (database.Length == 0)
        {
            Console.Error.WriteLine("queue needs a store with alerts: --database \"Host=...;Database=...\"");
            return 2;
        }

        var (analysts, seconds, look) = ((int)Number("--analysts", "50"), Number("--seconds", "120"), TimeSpan.FromSeconds(Number("--look", "5")));
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        await AddAccountsAsync(services.GetRequiredService<UserService>(), analysts, password);
        var filters = await FiltersAsync(services);
        await using var host = await WebHostProcess.StartAsync(database, ("Accounts__SignInsPerMinute", SignInsPerMinute.ToString(CultureInfo.InvariantCulture)));
        var times = new LoadTimes();
        var people = Enumerable.Range(0, analysts)
            .Select(i => new AnalystAtWork(host.Address, Name(i), password, filters, look, new Random(i), times)).ToList();
        await Task.WhenAll(people.Select(p => p.SignInAsync(CancellationToken.None)));
        using var end = new CancellationTokenSource();
        var work = people.Select(p => p.WorkAsync(end.Token)).ToList();
        await Task.Delay(WarmUp);
        times.Counts = true;
        var before = host.ProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        times.Counts = false; // everybody who was looking now finishes at once, which nobody would wait for
        var used = host.ProcessorTime - before;
        await end.CancelAsync();
        await Task.WhenAll(work);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{analysts} analysts for {seconds:0} s, {look.TotalSeconds:0.#} s between answer and next request; the host used {used.TotalSeconds / seconds:0.00} of {Environment.ProcessorCount} processors"));
        people.ForEach(p => p.Dispose());
        return times.Report() ? 0 : 1;
    }

    private static string Name(int number) => FormattableString.Invariant($"bench-{number:00}");

    /// <summary>Made the first time; afterwards they get this run's password.</summary>
    private static async Task AddAccountsAsync(UserService users, int number, string password)
    {
        var known = (await users.ListAsync()).Select(a => a.Name).ToHashSet();
        for (var i = 0; i < number; i++)
        {
            var refusal = known.Contains(Name(i))
                ? await users.ResetAsync(Name(i), password, "benchmark")
                : (await users.AddAsync(Name(i), [AccountRole.Analyst], password, "benchmark")).Refusal;
            if (refusal is not null)
            {
                throw new InvalidOperationException(refusal.Message);
            }
        }
    }

    /// <summary>One of every kind, with the places that are there, and the store's size beside them.</summary>
    private static async Task<IReadOnlyList<string>> FiltersAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        var places = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.State != "" && r.Zip != "")
            .OrderBy(r => r.Id).Select(r => new { r.State, r.Zip }).Take(1000).ToListAsync();
        var (alerts, waiting) = (await db.Set<Alert>().CountAsync(), await db.Set<Alert>().CountAsync(a => a.Hold == QueueHold.None));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{alerts:N0} alerts, {waiting:N0} of them queued"));
        return
        [
            "severity=critical", "severity=%3E%3Dhigh", "rule=PS-03", "drug=opioids", "score=%3E%3D99", "age=%3C%3D7", "is=overdue", "sort=due", "sort=score&severity=%3E%3Dmedium",
            .. places.GroupBy(p => p.State).OrderByDescending(g => g.Count()).Take(2).Select(g => $"in={g.Key}"),
            .. places.GroupBy(p => p.Zip[..Math.Min(3, p.Zip.Length)]).OrderByDescending(g => g.Count()).Take(3).Select(g => $"zip={g.Key}"),
        ];
    }
}
