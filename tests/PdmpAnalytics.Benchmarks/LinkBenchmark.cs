using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsvHelper;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Synthetic;
using PdmpAnalytics.TestKit.Linkage;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>link [--patients 20000] [--families 10000] [--records 1000000] [--seed 1]</c>: quality over a population of `generate` (its
/// distinct records) and over invented families, by kind of error and group; then speed from scratch at a tenth and at the whole of
/// the records, and peak memory.
/// </summary>
internal static class LinkBenchmark
{

    public static int Run(string[] args)
    {
        int Number(string name, string otherwise) => int.Parse(Arguments.Value(args, name, otherwise), CultureInfo.InvariantCulture);
        var seed = Number("--seed", "1");
        var population = Population(Number("--patients", "20000"), seed);
        var mistakes = Families(Number("--families", "10000"), seed, plain: true);
        Families(Number("--families", "10000"), seed, plain: false);
        var records = Number("--records", "1000000");
        var small = Scratch(records / 10, seed + 1);
        Report("from scratch", records / 10, small, null);
        var whole = Scratch(records, seed + 2);
        Report("from scratch", records, whole, 90);
        Line($"  ten times the records take {whole / small:F1} times as long; peak memory of this process {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB (limit 2,000)");
        var held = population.Quality is { F1: >= 0.99, Precision: >= 0.999 } && mistakes.WithinFamily == 0 && whole.TotalSeconds <= 90;
        Line($"  holds the targets {(held ? "yes" : "NO")}");
        return held ? 0 : 1;
    }

    private static LinkageFileReport Population(int patients, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("pdmp-link-").FullName;
        try
        {
            PopulationWriter.Write(new PopulationOptions { Patients = patients, Seed = seed }, DrugCatalog.Shipped, folder);
            var clock = Stopwatch.StartNew();
            var report = LinkageFileEvaluator.Evaluate([.. PopulationRecords(folder).Distinct()]);
            Line($"population of {patients:N0} patients, seed {seed}");
            Console.WriteLine(report.ToText(clock.Elapsed.TotalSeconds));
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Every person's record of every line; animals left out, since they are never joined with people.</summary>
    private static IEnumerable<LabelledRecord> PopulationRecords(string folder)
    {
        using var fills = CsvReader.FromFile(Path.Combine(folder, "dispensations.csv"));
        using var truth = CsvReader.FromFile(Path.Combine(folder, "records.csv"));
        while (fills.Read() && truth.Read())
        {
            string Text(string column) => fills.TryGetFieldIndex(column, out var index) ? Encoding.UTF8.GetString(fills.GetSpan(index)) : "";
            if (Text("species") == "02")
            {
                continue;
            }

            truth.TryGetFieldIndex("true_patient", out var person);
            yield return new LabelledRecord(Encoding.UTF8.GetString(truth.GetSpan(person)), new LinkFields
            {
                LastName = Text("patient_last_name"),
                FirstName = Text("patient_first_name"),
                MiddleName = Text("patient_middle_name"),
                Suffix = Text("patient_suffix"),
                BirthDate = LinkFields.Digits(Text("patient_birth_date")),
                Sex = Text("patient_gender"),
                Address = Text("patient_address"),
                City = Text("patient_city"),
                State = Text("patient_state"),
                Zip = Text("patient_zip"),
                Phone = Text("patient_phone"),
                IdQualifier = byte.TryParse(Text("patient_id_qualifier"), CultureInfo.InvariantCulture, out var qualifier) ? qualifier : (byte)0,
                IdValue = Text("patient_id"),
            });
        }
    }

    private static FamilyMistakes Families(int families, int seed, bool plain)
    {
        var records = new InventedFamilies(seed, plain).Records(families).ToList();
        var clock = Stopwatch.StartNew();
        var linker = new PatientLinker();
        records.ForEach(record => linker.Add(record.Fields));
        var linked = linker.Link();
        var elapsed = clock.Elapsed;
        var mistakes = FamilyMistakes.Of(records, linked.Persons);
        Line($"{families:N0} invented families{(plain ? "" : " with double names, newborns and other ids")}");
        Console.WriteLine(LinkageFileEvaluator.Compare(records, linker, linked).ToText(elapsed.TotalSeconds));
        Line($"  wrong pairs within a family {mistakes.WithinFamily:N0}, where a twin's name was typed as the other's {mistakes.TwinsNameTyped:N0}, of strangers of one name and birth date {mistakes.Strangers:N0}");
        return mistakes;
    }

    /// <summary>Inventing the records does not count; they are never held as text.</summary>
    private static TimeSpan Scratch(int records, int seed)
    {
        var clock = new Stopwatch();
        var linker = new PatientLinker();
        foreach (var record in new InventedFamilies(seed).Records(records).Take(records))
        {
            clock.Start();
            linker.Add(record.Fields);
            clock.Stop();
        }

        var normalized = clock.Elapsed;
        clock.Start();
        var result = linker.Link();
        clock.Stop();
        Line($"  normalising {normalized.TotalSeconds:F1} s; {result.Links.Count:N0} links, {result.Persons.Distinct().Count():N0} persons, {result.BlocksLeftOut:N0} blocks left out");
        return clock.Elapsed;
    }

    private static void Report(string what, int records, TimeSpan elapsed, int? limit) => Line(
        $"{what,-32} {records,10:N0} records {elapsed.TotalSeconds,7:F1} s {records / elapsed.TotalSeconds,10:N0} records/s{(limit is { } s ? $"  (limit {s} s)" : "")}");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
