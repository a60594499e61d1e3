using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Synthetic;
using PdmpAnalytics.TestKit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

/// <summary>
/// Two nights' files of an invented population. The first: a year up to the day before the last, from two submitters, in three
/// files. The second: the last day's fills, revisions and voids of earlier ones, a zero report, and two files that are refused.
/// </summary>
internal sealed class NightInbox
{
    private readonly List<(string Path, string Content)> _first = [];
    private readonly List<(string Path, string Content)> _second = [];

    private NightInbox()
    {
    }

    /// <summary>Business dates of the two nights.</summary>
    public static DateOnly FirstNight { get; } = new DateOnly(2024, 6, 1).AddDays(363);

    public static DateOnly SecondNight { get; } = FirstNight.AddDays(1);

    /// <param name="folder">Where the population is written meanwhile.</param>
    public static NightInbox Of(int patients, string folder)
    {
        PopulationWriter.Write(new PopulationOptions { Patients = patients, Days = 365, Seed = 5 }, DrugCatalog.Shipped, folder);
        var lines = File.ReadAllLines(Path.Combine(folder, "dispensations.csv"));
        var header = lines[0];
        var filled = Array.IndexOf(header.Split(','), "date_filled");
        var lastDay = SecondNight.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var bySecond = lines.Skip(1).ToLookup(line => string.CompareOrdinal(line.Split(',')[filled], lastDay) >= 0);
        var inbox = new NightInbox();
        var early = bySecond[false].ToList();
        inbox._first.Add(("acme/early.csv", Csv(header, early.Take(early.Count / 3))));
        inbox._first.Add(("acme/middle.csv", Csv(header, early.Skip(early.Count / 3).Take(early.Count / 3))));
        inbox._first.Add(("borough/late.csv", Csv(header, early.Skip(early.Count / 3 * 2))));
        inbox._second.Add(("acme/last-day.csv", Csv(header, bySecond[true])));
        inbox._second.Add(("acme/voids.csv", Csv("report_status," + header, early.Where((_, i) => i % 41 == 0).Select(line => "02," + line))));
        inbox._second.Add(("borough/again.csv", Csv("report_status," + header, early.Where((_, i) => i % 29 == 1).Select(line => "01," + line.Replace(",30,30,", ",45,30,", StringComparison.Ordinal)))));
        inbox._second.Add(("borough/zero.asap", File.ReadAllText(RepositoryFiles.Path("data-samples/asap/zero-report.asap"))));
        inbox._second.Add(("borough/no-records.csv", "this is no file of dispensations\n"));
        inbox._second.Add(("acme/cut-off.asap", File.ReadAllText(RepositoryFiles.Path("data-samples/asap/cut-off.asap"))));
        return inbox;
    }

    /// <summary>Puts one night's files into an inbox, the first the oldest.</summary>
    public void Fill(string inbox, bool second)
    {
        var written = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var (path, content) in second ? _second : _first)
        {
            var file = Path.Combine(inbox, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
            File.SetLastWriteTimeUtc(file, written = written.AddMinutes(1));
        }
    }

    /// <summary>Where every file is, the reports too.</summary>
    public static string Contents(string inbox) => string.Join('\n', Directory
        .EnumerateFiles(inbox, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(inbox, f))
        .Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static string Csv(string header, IEnumerable<string> lines) => string.Join('\n', lines.Prepend(header)) + "\n";
}
