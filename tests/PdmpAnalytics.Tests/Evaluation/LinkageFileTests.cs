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
    [InlineData("""{"entity": {"column": "a", "pattern": 5}}""", "regular expression in quotes")]
    [InlineData("""{"entity": {"column": "a", "patern": "x"}}""", "regular expression in quotes")]
    [InlineData("""{"entity": {"column": "a", "pattern": "("}}""", "no regular expression")]
    [InlineData("""{"entity": {"column": "a", "pattern": "(a)\\1"}}""", "no regular expression")]
    public void MapThatCannotBeUsed_IsRefusedWithTheReason(string json, string reason) =>
        Assert.Contains(reason, LinkageColumnMap.Parse(json).Refusal!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("other\n1\n", "no column who")]
    [InlineData("who\n1\n\" \"\n", "Record 2 of the labelled file does not say who it is")]
    public void FileThatCannotBeUsed_IsRefusedWithTheReason(string file, string reason) =>
        Assert.Contains(reason, Read(file, """{"entity": "who"}""").Refusal!.Message, StringComparison.Ordinal);

    [Fact]
    public void EmptyFile_HasNoColumn() => Assert.NotNull(Read("", """{"entity": "who"}""").Refusal);

    private static Result<LabelledFile> Read(string file, string map) =>
        LinkageFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), LinkageColumnMap.Parse(map).Value);
}
