using System.Globalization;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>
/// The model in use until there are data enough to estimate one, and what estimates lean on where data are few. All figures are
/// our choice, 2026-11-22, from what is known of records in the United States: u of names from the sum of squared shares of
/// common names, u of birth dates from 80 years of birthdays, m from the error rates that linkage papers report for names
/// (2 to 5 %) and birth dates (1 to 3 %), relatives from how households look.
/// </summary>
internal static class ShippedModel
{
    /// <summary>
    /// A smaller collection counts as one of this size: its people are drawn from a larger population, so that agreement by
    /// chance is no likelier than there.
    /// </summary>
    private const long FewestRecords = 10_000;

    // level: m, u, relatives
    private const string FirstName = """
        Same: 0.90, 0.006, 0.015
        Variant: 0.04, 0.002, 0.01
        Close: 0.03, 0.0015, 0.005
        Similar: 0.008, 0.02, 0.03
        Initial: 0.006, 0.003, 0.005
        OtherField: 0.006, 0.001, 0.005
        Different: 0.01, 0.9665, 0.93
        """;

    private const string LastName = """
        Same: 0.92, 0.0018, 0.75
        Variant: 0.012, 0.0005, 0.02
        Close: 0.025, 0.001, 0.01
        Similar: 0.005, 0.008, 0.01
        Initial: 0.001, 0.0005, 0.0005
        OtherField: 0.005, 0.001, 0.005
        Different: 0.032, 0.9872, 0.2045
        """;

    private const string MiddleName = """
        Same: 0.75, 0.04, 0.06
        Initial: 0.18, 0.04, 0.05
        Close: 0.02, 0.02, 0.02
        Different: 0.05, 0.90, 0.87
        """;

    private const string BirthDate = """
        Same: 0.972, 0.00004, 0.02
        DayMonthSwapped: 0.003, 0.00002, 0.0001
        OneDigit: 0.011, 0.0006, 0.002
        TwoParts: 0.008, 0.0036, 0.006
        SameYear: 0.003, 0.0120, 0.05
        Different: 0.003, 0.98374, 0.9219
        """;

    private const string Sex = """
        Same: 0.99, 0.5, 0.5
        Different: 0.01, 0.5, 0.5
        """;

    private const string Address = """
        Same: 0.70, 0.00002, 0.86
        OtherUnit: 0.02, 0.00003, 0.02
        SameStreet: 0.03, 0.0002, 0.02
        SameNumber: 0.02, 0.0003, 0.005
        OtherTown: 0.01, 0.00002, 0.005
        SameZip: 0.06, 0.004, 0.03
        NearZip: 0.08, 0.03, 0.03
        Elsewhere: 0.08, 0.96543, 0.03
        """;

    private const string Phone = """
        Same: 0.75, 0.000003, 0.5
        OneSlip: 0.01, 0.00001, 0.005
        Different: 0.24, 0.999987, 0.495
        """;

    private const string Id = """
        Same: 0.93, 0.000001, 0.03
        OneSlip: 0.02, 0.00001, 0.003
        Different: 0.05, 0.999989, 0.967
        """;

    /// <summary>The figures for a collection of some size.</summary>
    public static MatchModel For(long records) => new()
    {
        Source = "shipped figures, 2026-11-22",
        Records = Math.Max(records, FewestRecords),
        MatchesPerRecord = 0.5,
        RelativesPerRecord = 0.25,
        Fields = [.. ComparisonLevels.Fields.Select(field => new FieldModel(field, Read(Text(field))))],
    };

    private static string Text(LinkField field) => field switch
    {
        LinkField.FirstName => FirstName,
        LinkField.LastName => LastName,
        LinkField.MiddleName => MiddleName,
        LinkField.BirthDate => BirthDate,
        LinkField.Sex => Sex,
        LinkField.Address => Address,
        LinkField.Phone => Phone,
        LinkField.Id => Id,
    };

    private static List<LevelModel> Read(string table)
    {
        var levels = new List<LevelModel>();
        foreach (var line in table.Split('\n'))
        {
            var parts = line.Split([':', ',']);
            levels.Add(new LevelModel(parts[0], Number(parts[1]), Number(parts[2]), Number(parts[3])));
        }

        return levels;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
