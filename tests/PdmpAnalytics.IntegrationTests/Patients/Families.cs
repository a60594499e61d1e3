using System.Globalization;
using PdmpAnalytics.TestKit.Ingestion;

namespace PdmpAnalytics.IntegrationTests.Patients;

/// <summary>Invented families of two, each member typed in several ways, as rows of a file in random order.</summary>
internal static class Families
{
    private static readonly string[] Syllables = ["BA", "CO", "DEN", "FI", "GAR", "HO", "KEL", "LU", "MOR", "NI", "PAR", "RO", "SAN", "TE", "VAN", "WI"];

    public static List<CsvRow> Rows(int families, int seed)
    {
        var random = new Random(seed);
        var rows = new List<CsvRow>();
        for (var f = 0; f < families; f++)
        {
            var (last, address) = (Name(random), $"{random.Next(1, 999)} {Name(random)} ST");
            for (var m = 0; m < 2; m++)
            {
                var member = CsvRow.Sound
                    .With("patient_last_name", last).With("patient_first_name", Name(random))
                    .With("patient_birth_date", new DateOnly(1930, 1, 1).AddDays(random.Next(25_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                    .With("patient_address", address).With("patient_zip", (55_001 + f % 40).ToString(CultureInfo.InvariantCulture))
                    .With("patient_phone", $"612{random.Next(2_000_000, 9_000_000)}").With("patient_id", $"D{random.Next(100_000_000)}")
                    .With("patient_gender", random.Next(2) == 0 ? "F" : "M");
                for (var copy = 0; copy < 3; copy++)
                {
                    rows.Add(Typed(member, copy, random).Rx(rows.Count.ToString(CultureInfo.InvariantCulture)));
                }
            }
        }

        return [.. rows.OrderBy(_ => random.Next())];
    }

    private static CsvRow Typed(CsvRow member, int copy, Random random) => copy switch
    {
        0 => member,
        1 => member.With("patient_last_name", Slip(member["patient_last_name"], random)).With("patient_id", ""),
        _ => member.With("patient_first_name", Slip(member["patient_first_name"], random)).With("patient_phone", random.Next(2) == 0 ? "" : "6125550" + random.Next(100, 999)),
    };

    /// <summary>Two neighbouring letters swapped.</summary>
    private static string Slip(string name, Random random)
    {
        var at = random.Next(1, name.Length - 1);
        return string.Concat(name.AsSpan(0, at), [name[at + 1], name[at]], name.AsSpan(at + 2));
    }

    private static string Name(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(2, 4)).Select(_ => Syllables[random.Next(Syllables.Length)]));
}
