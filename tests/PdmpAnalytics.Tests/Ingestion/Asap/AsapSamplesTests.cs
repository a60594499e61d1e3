using System.Globalization;
using System.Text.RegularExpressions;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

/// <summary>The table of data-samples/asap/README.md, file by file.</summary>
public partial class AsapSamplesTests
{
    private static readonly string Folder = RepositoryFiles.Path("data-samples", "asap");

    /// <summary>The README tells of these outside its table.</summary>
    private static readonly string[] OutsideTheTable = ["complete.asap", "revise-and-void.asap", "zero-report.asap"];

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (Match row in TableRow().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))))
        {
            rows.Add(row.Groups[1].Value, row.Groups[2].Value);
        }

        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public void File_EndsAsItsRowSays(string file, string expected)
    {
        var read = CheckedFile.Read(File.ReadAllBytes(Path.Combine(Folder, file)));

        var codes = read.Faults.Concat(read.Notes).Select(f => f.Split(' ')[1]).Append(read.FileFault?.Split(' ')[0]).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal).Select(c => $"{c} {Level(c)}").ToList();
        var rejected = read.Records - read.Accepted;
        var outcome = read.FileFault is not null ? "refused" : $"{read.Records} read" + (rejected > 0 ? $", {rejected} rejected" : "");
        Assert.Equal(expected, codes.Count == 0 ? outcome : $"{outcome}: {string.Join(", ", codes)}");
    }

    [Fact]
    public void Table_NamesEveryFile() => Assert.Equal(
        Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Where(f => f.Contains(".asap", StringComparison.Ordinal)
            && !f.StartsWith("every-field", StringComparison.Ordinal) && !f.StartsWith("generated", StringComparison.Ordinal)
            && !OutsideTheTable.Contains(f)).Order(StringComparer.Ordinal),
        Rows().Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    private static string Level(string code) =>
        ((SubmissionErrorCode)short.Parse(code[1..], CultureInfo.InvariantCulture)).Level().Text();

    [GeneratedRegex(@"^\| ([\w-]+\.asap(?:\.gz)?) \| .*? \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
