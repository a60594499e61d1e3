using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion.Asap;

namespace PdmpAnalytics.Synthetic;

/// <summary>What was written.</summary>
/// <param name="Losses">What an ASAP release could not hold; empty for CSV.</param>
public sealed record PopulationSummary(int Patients, int Misuse, long Fills, IReadOnlyList<AsapLoss> Losses);

/// <summary>
/// Writes a population with its truth into a folder: dispensations.csv (or .asap), labels.csv and records.csv (contract, "Truth of
/// a population"), and prescribers.csv, what a registry knows of those who write. The same options and catalogue give the same bytes. Memory does not grow with the number of fills.
/// </summary>
public static class PopulationWriter
{
    /// <param name="catalog">Where the products come from; the shipped one for every published figure.</param>
    /// <param name="asap">The ASAP release to write; null for CSV.</param>
    /// <param name="progress">Told the number of patients done, every thousand.</param>
    public static PopulationSummary Write(
        PopulationOptions options, DrugCatalog catalog, string directory, AsapRelease? asap = null, IProgress<int>? progress = null,
        CancellationToken cancel = default)
    {
        Directory.CreateDirectory(directory);
        var population = new SyntheticPopulation(options, catalog);
        using var spill = new DaySortedSpill(directory, options.Days);
        var misuse = 0;
        using (var labels = Create(directory, "labels.csv", "true_patient,label,archetype\n"))
        {
            var format = new RowWriter(population.World, options.Start);
            foreach (var patient in population.Live())
            {
                cancel.ThrowIfCancellationRequested();
                misuse += patient.Archetype.Misuse ? 1 : 0;
                labels.Write(Encoding.UTF8.GetBytes($"{patient.TruePatient},{(patient.Archetype.Misuse ? 1 : 0)},{patient.Archetype.Name}\n"));
                Spill(patient, format, spill);
                if ((patient.Number + 1) % 1000 == 0)
                {
                    progress?.Report(patient.Number + 1);
                }
            }
        }

        PrescriberRegistry.Write(population.World, options.Seed, directory);
        if (asap is not { } release)
        {
            using var csv = Create(directory, "dispensations.csv", RowWriter.Header);
            return new PopulationSummary(options.Patients, misuse, Drain(spill, population.World, options.Start, directory, csv), []);
        }

        // The rows wait in a file, as the spilled ones do, until they are rewritten.
        using var rows = new FileStream(
            Path.Combine(directory, ".dispensations.tmp"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 18, FileOptions.DeleteOnClose);
        rows.Write(Encoding.UTF8.GetBytes(RowWriter.Header));
        var fills = Drain(spill, population.World, options.Start, directory, rows);
        rows.Position = 0;
        using var file = Create(directory, "dispensations.asap", "");
        return new PopulationSummary(options.Patients, misuse, fills, PopulationTransactions.Write(rows, file, release, options));
    }

    private static void Spill(LivedPatient patient, RowWriter rows, DaySortedSpill spill)
    {
        foreach (var (fill, identity) in patient.Fills)
        {
            var order = fill.Prescription;
            var line = rows.Format(in fill, identity, patient.Location, patient.Random);
            spill.Add(new RowKey(fill.Day, order.Dispenser.Index, order.RxNumber, fill.FillNumber, fill.Part, patient.Number), line);
        }
    }

    private static long Drain(DaySortedSpill spill, World world, DateOnly start, string directory, FileStream dispensations)
    {
        using var records = Create(directory, "records.csv", "pharmacy_dea,rx_number,refill_number,date_filled,true_patient\n");
        var count = 0L;
        spill.Drain((key, line) =>
        {
            count++;
            dispensations.Write(line.Span);
            dispensations.WriteByte((byte)'\n');
            records.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{world.Dispensers[key.Dispenser].Dea},{key.RxNumber},{key.FillNumber},{start.AddDays(key.Day):yyyy-MM-dd},{LivedPatient.Name(key.Patient)}\n")));
        });
        return count;
    }

    internal static FileStream Create(string directory, string name, string header)
    {
        var file = new FileStream(Path.Combine(directory, name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 18);
        file.Write(Encoding.UTF8.GetBytes(header));
        return file;
    }
}
