using System.Text;
using System.Text.Json;
using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class LinkageFileTests
{
    private const string Map = """
        {"record": "rec_id", "entity": {"column": "rec_id", "pattern": "rec-(\\d+)"}, "first_name": "given_name", "last_name": "surname",
         "birth_date": "date_of_birth", "address": ["street_number", "address_1", "address_2"], "city": "suburb", "zip": "postcode",
         "state": "state", "national_id": "soc_sec_id"}
        """;

    private const string File = """
        rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id
        rec-7-org, maya , okafor, 12, banksia street, rose cottage, ainslie, 2602, act, 19610412, 5304218
        rec-7-dup-0, maya, okafro, , banksia street, rose cottage, ainslie, 2602, act, , 5304218
        rec-8-org, tobias, lindqvist, 3, wattle place, , curtin, 2605, act, 19800230, 1551941
        """;

    [Fact]
    public void OtherLayout_IsReadThroughTheMap()
    {
        var records = Read(File, Map).Value.Records;

        Assert.Equal(["7", "7", "8"], records.Select(r => r.Entity));
        Assert.Equal(("maya", "okafor", "12 banksia street", "rose cottage", 19610412), (records[0].Fields.FirstName, records[0].Fields.LastName, records[0].Fields.Address, records[0].Fields.AddressSecondLine, records[0].Fields.BirthDate));
        Assert.Equal(("banksia street", 0, "5304218"), (records[1].Fields.Address, records[1].Fields.BirthDate, records[1].Fields.IdValue));
        Assert.Equal(19800230, records[2].Fields.BirthDate);
    }

    [Fact]
    public void Linking_FindsWhoIsWho_AndReportsTheAgreedFields()
    {
        var report = LinkageFileEvaluator.Evaluate(Read(File, Map).Value.Records);
        using var json = JsonDocument.Parse(report.ToJson(1.25));

        Assert.Equal(
            ["records", "true_pairs", "precision", "recall", "f1", "seconds"],
            json.RootElement.EnumerateObject().Select(p => p.Name).Take(6));
        Assert.Equal((3, 1, 1.0, 1.0, 1.25), (
            json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("true_pairs").GetInt32(),
            json.RootElement.GetProperty("precision").GetDouble(), json.RootElement.GetProperty("f1").GetDouble(),
            json.RootElement.GetProperty("seconds").GetDouble()));
        Assert.Contains("LastName Close", report.ToText(1), StringComparison.Ordinal);
    }

    [Fact]
    public void BirthDateInThreeColumns_AndMissingColumns_AreUnderstood()
    {
        var records = Read("who,y,m,d\n1,1980,2,14\n1,1980,02,\n", """{"entity": "who", "birth_date": ["y", "m", "d"], "phone": "nowhere"}""").Value.Records;

        Assert.Equal([19800214, 0], records.Select(r => r.Fields.BirthDate));
        Assert.All(records, record => Assert.Equal("", record.Fields.Phone));
    }

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"first_name": "a"}""", "must give the entity one column")]
    [InlineData("""{"entity": "a", "surname": "b"}""", "unknown field surname")]
    [InlineData("""{"entity": "a", "zip": 7}""", "must give zip")]
    [InlineData("{\"entity\": \"a\",\n\"zip\": \"b\",\n\"entity\": \"c\"}", "L004 line 3: the column map gives entity twice.")]
    [InlineData("""{"entity": {"column": "a", "pattern": 5}}""", "regular expression in quotes")]
    [InlineData("""{"entity": {"column": "a", "patern": "x"}}""", "regular expression in quotes")]
    [InlineData("""{"entity": {"column": "a", "pattern": "("}}""", "no regular expression")]
    [InlineData("""{"entity": {"column": "a", "pattern": "(a)\\1"}}""", "no regular expression")]
    public void MapThatCannotBeUsed_IsRefusedWithTheReason(string json, string reason) =>
        Assert.Contains(reason, LinkageColumnMap.Parse(json).Refusal!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("other\n1\n", "no column who")]
    [InlineData("who\n1\n\" \"\n", "Record 2 of the labelled file does not say who it is: see line 3.")]
    [InlineData("who,name\n1,A\n2,\"B\n3,C\n", "L001 line 3: a quote")]
    [InlineData("who,name\n1,A\n2,\"B\"C\n3,D\n", "L001 line 3: a quote")]
    [InlineData("who,name,WHO\n1,A,2\n", "L005 line 1: the labelled file has the column who more than once.")]
    public void FileThatCannotBeUsed_IsRefusedWithTheReason(string file, string reason) =>
        Assert.Contains(reason, Read(file, """{"entity": "who"}""").Refusal!.Message, StringComparison.Ordinal);

    [Fact]
    public void Latin1_IsRefusedWithItsLine()
    {
        var file = new MemoryStream([.. "who,name\n1,A\n2,M"u8, 0xDC, .. "LLER\n"u8]);

        Assert.StartsWith("L002 line 3: ", LinkageFile.Read(file, LinkageColumnMap.Parse("""{"entity": "who", "last_name": "name"}""").Value).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RaggedRows_AreReadAndCounted()
    {
        var file = Read("who,first,last\n1,ANNA,FOX\n2,ANNA\n\n3,ANNA,FOX,NURSE\n", """{"entity": "who", "first_name": "first", "last_name": "last"}""").Value;

        Assert.Equal((3, 2, 3), (file.Records.Count, file.RaggedRows, file.FirstRaggedLine));
        Assert.Equal(["FOX", "", "FOX"], file.Records.Select(r => r.Fields.LastName));
    }

    [Fact]
    public void WrongAndMissedPairs_AreCountedByHowTheyDiffer()
    {
        const string file = """
            who,last,first,born,street,zip,phone
            1,WINTERS,ROBERT,19710523,12 Main St,37201,6155550142
            2,WINTERS,ROBERT,19710523,12 Main St,37201,6155550142
            3,HALLORAN,GEORGE,19501102,9 Oak Ave,38103,9015550100
            3,GARCIA,IGNACIO,19850714,77 Elm St,37211,6155550177
            """;
        var report = LinkageFileEvaluator.Evaluate(Read(file, """{"entity": "who", "last_name": "last", "first_name": "first", "birth_date": "born", "address": "street", "zip": "zip", "phone": "phone"}""").Value.Records);

        GroupQuality Difference(string group) => report.Groups.Single(g => g.Kind == "difference" && g.Group == group);
        Assert.Equal((0, 1, 1), (Difference("none").TruePairs, Difference("none").Linked, Difference("none").Wrong));
        Assert.Equal((1, 1, 0, 0), (Difference("BirthDate Different").TruePairs, Difference("BirthDate Different").Missed, Difference("BirthDate Different").Linked, Difference("BirthDate Different").Wrong));
        Assert.Contains("missed", report.ToText(0), StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyFile_HasNoColumn() => Assert.NotNull(Read("", """{"entity": "who"}""").Refusal);

    private static Result<LabelledFile> Read(string file, string map) =>
        LinkageFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), LinkageColumnMap.Parse(map).Value);
}
