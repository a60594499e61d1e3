using System.Globalization;
using CsvHelper;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Evaluation;

/// <summary>Which record is whose: key of one line of dispensations.csv with the true person.</summary>
/// <param name="RecordKey">Dispenser DEA, prescription number, refill number and fill date joined by |; two parts of one fill share it.</param>
public readonly record struct TruthRecord(string RecordKey, string TruePatient);

/// <summary>A population with its truth, read from a folder of three files (contract, "Truth of a population").</summary>
public sealed class TruthFolder
{
    /// <summary>Everyone in labels.csv, in its order.</summary>
    public required IReadOnlyList<TruthPatient> Patients { get; init; }

    /// <summary>One entry a line of records.csv.</summary>
    public required IReadOnlyList<TruthRecord> Records { get; init; }

    /// <summary>The last fill date of the folder.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Key as <see cref="TruthRecord.RecordKey"/> has it.</summary>
    public static string Key(string dispenserDea, string rxNumber, int fillNumber, DateOnly filledOn) =>
        string.Create(CultureInfo.InvariantCulture, $"{dispenserDea}|{rxNumber}|{fillNumber}|{filledOn:yyyy-MM-dd}");

    /// <summary>Reads the folder; a missing file or column fails as it stands, since the folder is made by a program.</summary>
    public static TruthFolder Read(string directory, DrugCatalog catalog)
    {
        var records = new List<TruthRecord>();
        var owner = new Dictionary<string, string>();
        using (var reader = CsvReader.FromFile(Path.Combine(directory, "records.csv")))
        {
            var columns = new Columns(reader, "pharmacy_dea", "rx_number", "refill_number", "date_filled", "true_patient");
            while (reader.Read())
            {
                var key = $"{columns.Text(0)}|{columns.Text(1)}|{columns.Number(2)}|{columns.Text(3)}";
                records.Add(new TruthRecord(key, columns.Text(4)));
                owner[key] = columns.Text(4);
            }
        }

        var fills = new TruthFillReader(catalog).Read(Path.Combine(directory, "dispensations.csv"), owner);
        var patients = new List<TruthPatient>();
        using (var reader = CsvReader.FromFile(Path.Combine(directory, "labels.csv")))
        {
            var columns = new Columns(reader, "true_patient", "label", "archetype");
            while (reader.Read())
            {
                patients.Add(new TruthPatient(columns.Text(0), columns.Text(1) == "1", columns.Text(2),
                    fills.TryGetValue(columns.Text(0), out var own) ? [.. own.OrderBy(f => f.Day)] : []));
            }
        }

        return new TruthFolder
        {
            Patients = patients,
            Records = records,
            LastDay = DateOnly.FromDayNumber(patients.SelectMany(p => p.Fills).Max(f => f.Day)),
        };
    }
}
