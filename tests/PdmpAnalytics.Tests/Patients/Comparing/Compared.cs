using System.Globalization;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Tests.Patients.Comparing;

/// <summary>Records for comparing, from a line of text: last | first | middle | suffix | birth date | sex | address | city | zip | phone | id.</summary>
internal static class Compared
{
    public static LinkFields Fields(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        string Part(int i) => i < parts.Length ? parts[i] : "";
        return new LinkFields
        {
            LastName = Part(0),
            FirstName = Part(1),
            MiddleName = Part(2),
            Suffix = Part(3),
            BirthDate = Part(4).Length == 0 ? 0 : int.Parse(Part(4).Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
            Sex = Part(5),
            Address = Part(6),
            City = Part(7),
            Zip = Part(8),
            Phone = Part(9),
            IdQualifier = (byte)(Part(10).Length == 0 ? 0 : 6),
            IdValue = Part(10),
        };
    }

    public static LinkRecords Records(params string[] lines) => Records(lines.Select(Fields));

    public static LinkRecords Records(IEnumerable<LinkFields> fields)
    {
        var records = new LinkRecords();
        foreach (var field in fields)
        {
            records.Add(field);
        }

        return records;
    }

    /// <summary>The level of one field for two records that nobody else stands beside; asserts that it is the same both ways round.</summary>
    public static string Level(LinkField field, LinkFields a, LinkFields b)
    {
        var records = Records([a, b]);
        var comparison = new RecordComparison(records, TermFrequencies.Of(records));
        var (one, other) = (comparison.Compare(records[0], records[1]), comparison.Compare(records[1], records[0]));
        Xunit.Assert.Equal(one, other);
        return ComparisonLevels.Of(field)[one[field]];
    }
}
