using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Linkage;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>link --database CONNECTION [--records 1000000] [--new 5000] [--seed 1]</c>: <c>pdmp link</c> as a process over a store of invented
/// records, reading and writing included: from scratch, a night's new records against all, and again with nothing new.
/// The database must be empty; PostgreSQL is migrated first.
/// </summary>
internal static class LinkStoreBenchmark
{
    private const int RecordsPerTransaction = 20_000;

    public static async Task<int> RunAsync(string[] args)
    {
        int Number(string name, string otherwise) => int.Parse(Arguments.Value(args, name, otherwise), CultureInfo.InvariantCulture);
        var database = Arguments.Value(args, "--database", "");
        var (records, added) = (Number("--records", "1000000"), Number("--new", "5000"));
        if ((await PdmpProcess.RunAsync(database, "migrate")).ExitCode != 0)
        {
            return 1;
        }

        using var invented = Invented(Number("--seed", "1")).GetEnumerator();
        await AddAsync(database, invented, records);
        var scratch = await LinkAsync(database, "from scratch", records, 90);
        await AddAsync(database, invented, added);
        var night = await LinkAsync(database, "a night's new records", added, 5);
        var again = await LinkAsync(database, "nothing new", 0, null);
        return scratch | night | again;
    }

    /// <summary>Records with a birth date that is one: a file with any other is refused before linkage.</summary>
    private static IEnumerable<PatientParticulars> Invented(int seed)
    {
        foreach (var record in new InventedFamilies(seed).Records(int.MaxValue))
        {
            var f = record.Fields;
            if (DateOnly.TryParseExact(f.BirthDate.ToString("00000000", CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born))
            {
                yield return Particulars(f, born);
            }
        }
    }

    private static PatientParticulars Particulars(LinkFields f, DateOnly born) => new()
    {
        LastName = f.LastName,
        FirstName = f.FirstName,
        MiddleName = f.MiddleName,
        Suffix = f.Suffix,
        BirthDate = born,
        Sex = f.Sex,
        Address = f.Address,
        City = f.City,
        State = f.State,
        Zip = f.Zip,
        Phone = f.Phone,
        IdQualifier = f.IdQualifier,
        IdValue = f.IdValue,
    };

    /// <summary>As a loaded file would add them: resolved by equal keys, without fills.</summary>
    private static async Task AddAsync(string database, IEnumerator<PatientParticulars> invented, int records)
    {
        await using var services = new ServiceCollection().AddPdmpAnalytics(StorageOptions.Parse(database)).BuildServiceProvider();
        var links = services.GetRequiredService<PatientLinkService>();
        var writer = services.GetRequiredService<IDispensationWriter>();
        for (var done = 0; done < records; done += RecordsPerTransaction)
        {
            var batch = new List<KeyedParticulars>();
            while (batch.Count < Math.Min(RecordsPerTransaction, records - done) && invented.MoveNext())
            {
                batch.Add(KeyedParticulars.Of(invented.Current));
            }

            await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
            await using var transaction = await writer.BeginAsync(db, CancellationToken.None);
            await links.AddAsync(db, batch, CancellationToken.None);
            await transaction.CommitAsync();
        }
    }

    private static async Task<int> LinkAsync(string database, string what, int records, int? limit)
    {
        var run = await PdmpProcess.RunAsync(database, "link");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-28} {records,10:N0} records {run.Elapsed.TotalSeconds,7:F1} s whole process, peak {run.PeakMemoryMb:F0} MB{(limit is { } s ? $"  (limit {s} s)" : "")}"));
        return run.ExitCode == 0 && !(run.Elapsed.TotalSeconds > limit) ? 0 : 1;
    }
}
