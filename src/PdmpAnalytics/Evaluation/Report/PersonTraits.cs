using CsvHelper;

namespace PdmpAnalytics.Evaluation.Report;

/// <summary>What groups a person is counted in when groups are compared; nothing here is seen by any rule or score.</summary>
/// <param name="Sex">As submitted: F, M, U, or not reported.</param>
/// <param name="Age">Band on the population's last day.</param>
/// <param name="Surroundings">By people of the population in the same ZIP code: a stand-in for rurality, since invented places have no census class.</param>
public sealed record PersonTraits(string Sex, string Age, string Surroundings)
{
    /// <summary>First ages of the bands after the youngest (our choice, 2026-11-22: those peers are compared in).</summary>
    private static readonly int[] Bands = [25, 45, 65];

    /// <summary>By true person, from the first line of each.</summary>
    public static IReadOnlyDictionary<string, PersonTraits> Read(string folder, TruthFolder truth)
    {
        var owner = truth.Records.DistinctBy(r => r.RecordKey).ToDictionary(r => r.RecordKey, r => r.TruePatient);
        var seen = new Dictionary<string, (string Sex, int Born, string Zip)>();
        using var reader = CsvReader.FromFile(Path.Combine(folder, "dispensations.csv"));
        var columns = new Columns(reader, "pharmacy_dea", "rx_number", "refill_number", "date_filled", "patient_gender", "patient_birth_date", "patient_zip");
        while (reader.Read())
        {
            if (owner.TryGetValue($"{columns.Text(0)}|{columns.Text(1)}|{columns.Number(2)}|{columns.Text(3)}", out var person))
            {
                seen.TryAdd(person, (columns.Text(4), columns.Day(5), columns.Text(6)));
            }
        }

        var neighbours = seen.Values.CountBy(p => p.Zip).ToDictionary();
        var sizes = seen.Values.Select(p => neighbours[p.Zip]).Order().ToArray();
        var (few, many) = (sizes[sizes.Length / 3], sizes[2 * sizes.Length / 3]);
        return seen.ToDictionary(p => p.Key, p => new PersonTraits(
            p.Value.Sex.Length == 0 ? "not reported" : p.Value.Sex,
            AgeBand(p.Value.Born, truth.LastDay),
            neighbours[p.Value.Zip] <= few ? "few people around" : neighbours[p.Value.Zip] <= many ? "some" : "many people around"));
    }

    private static string AgeBand(int born, DateOnly on)
    {
        if (born == 0)
        {
            return "not reported";
        }

        var birth = DateOnly.FromDayNumber(born);
        var age = on.Year - birth.Year - (birth.AddYears(on.Year - birth.Year) > on ? 1 : 0);
        return Bands.Count(first => age >= first) switch
        {
            0 => $"0 to {Bands[0] - 1}",
            3 => $"{Bands[2]} and over",
            var band => $"{Bands[band - 1]} to {Bands[band] - 1}",
        };
    }
}
