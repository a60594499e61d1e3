using System.Globalization;
using System.Text;
using System.Text.Json;
using PdmpAnalytics.TestKit.Linkage;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary><c>evaluate --link FILE --columns MAP.json</c> with files as others bring them.</summary>
public sealed class EvaluateLinkCommandTests : IDisposable
{
    private const string FebrlMap = """
        {"record": "rec_id", "entity": {"column": "rec_id", "pattern": "rec-(\\d+)"}, "first_name": "given_name", "last_name": "surname",
         "birth_date": "date_of_birth", "address": ["street_number", "address_1", "address_2"], "city": "suburb", "zip": "postcode",
         "state": "state", "national_id": "soc_sec_id"}
        """;

    private const string FebrlHeader = "rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id";

    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AnotherLayoutsFile_IsLinked_AndTheAgreedFiguresArePrinted()
    {
        var run = await RunAsync(FebrlHeader + """

            rec-7-org,maya,okafor,12,banksia street,rose cottage,ainslie,2602,act,19610412,5304218
            rec-7-dup-0,maya,okafro,,banksia street,rose cottage,ainslie,2602,act,,5304218
            rec-8-org,tobias,lindqvist,3,wattle place,,curtin,2605,act,19800230,1551941
            """, FebrlMap);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(["records", "true_pairs", "precision", "recall", "f1", "seconds"], json.RootElement.EnumerateObject().Select(p => p.Name).Take(6));
        Assert.Equal((3, 1, 1.0), (json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("true_pairs").GetInt32(), json.RootElement.GetProperty("f1").GetDouble()));
    }

    [Fact]
    public async Task OtherColumnNames_SemicolonsAMarkAtTheStart_AndDatesInThreeColumns_AreUnderstood()
    {
        var run = await RunAsync(
            "\uFEFFID;Who;Vorname;Nachname;BY;BM;BD;Ort\n1;a;Jürgen;Müller;1961;4.0;12;NA\n1;a;JURGEN;MULLER;1961;4;12;Bonn\n2;b;Anna;Weiß;1980;11;3;Bonn\n",
            """{"record": "id", "entity": "who", "first_name": "vorname", "last_name": "nachname", "birth_date": ["by", "bm", "bd"], "city": "ort"}""");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal((3, 1, 1.0), (json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("true_pairs").GetInt32(), json.RootElement.GetProperty("f1").GetDouble()));
    }

    [Fact]
    public async Task ColumnThatTheFileLacks_CountsAsNotReported_AndIsSaid()
    {
        var run = await RunAsync("who,first\n1,ANNA\n", """{"entity": "who", "first_name": "first", "phone": "tel"}""");

        Assert.Equal((0, "The file has no column tel; it counts as not reported.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("who\n1\n", "{", "not valid JSON")]
    [InlineData("who\n1\n", """{"entity": "who", "surname": "b"}""", "unknown field surname")]
    [InlineData("who\n1\n", """{"entity": "who", "birth_date": ["y", "m"]}""", "three of year, month and day")]
    [InlineData("other\n1\n", """{"entity": "who"}""", "no column who")]
    [InlineData("who\n1\n\" \"\n", """{"entity": "who"}""", "Record 2 of the labelled file does not say who it is")]
    [InlineData("", """{"entity": "who"}""", "no column who")]
    public async Task MapOrFileThatCannotBeUsed_Is2_WithTheReason(string file, string map, string reason)
    {
        var run = await RunAsync(file, map);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task FileOfAFewRecords_OfDifferentPeople_HasNoLinks(int records)
    {
        var people = new BorderCounty(21).Records(records).DistinctBy(r => r.Entity).ToList();
        var run = await RunAsync(Lines(people.Select(r => (r.Entity, r.Fields.FirstName, r.Fields.LastName, r.Fields.BirthDate, r.Fields.Address))), SmallMap);

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal((records, records, 1.0), (json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("persons").GetInt32(), json.RootElement.GetProperty("f1").GetDouble()));
    }

    [Fact]
    public async Task FiveThousandRecords_WithGapsAndRaggedLines_AreLinked()
    {
        var people = new BorderCounty(22).Records(2800).Take(5000).ToList();
        var file = Lines(people.Select(r => (r.Entity, r.Fields.FirstName, r.Fields.LastName, r.Fields.BirthDate, r.Fields.Address)));
        var run = await RunAsync(file + "last,too,few\nvery,many,of,1970-01-02,them,all,of,a,sudden\n", SmallMap);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"L003 line {people.Count + 2}: 2 rows, ", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(people.Count + 2, json.RootElement.GetProperty("records").GetInt32());
        Assert.True(json.RootElement.GetProperty("precision").GetDouble() >= 0.995, run.Output);
    }

    private const string SmallMap = """{"entity": "who", "first_name": "first", "last_name": "last", "birth_date": "born", "address": "street"}""";

    private static string Lines(IEnumerable<(string Who, string First, string Last, int Born, string Street)> people)
    {
        var file = new StringBuilder("who,first,last,born,street\n");
        foreach (var (who, first, last, born, street) in people)
        {
            file.Append(CultureInfo.InvariantCulture, $"{who},{first},{last},{(born == 0 ? "" : born)},{street}\n");
        }

        return file.ToString();
    }

    private async Task<PdmpRun> RunAsync(string file, string map)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "records.csv"), file);
        await File.WriteAllTextAsync(Path.Combine(_folder, "map.json"), map);
        return await Pdmp.RunAsync("Data Source=none.db", _folder, "evaluate", "--link", "records.csv", "--columns", "map.json", "--format", "json");
    }
}
