using System.Text;
using PdmpAnalytics.Ingestion.Inbox;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class InboxNamesTests
{
    [Theory]
    [InlineData("may.csv", false)]
    [InlineData("may", false)]
    [InlineData("may.csv.part", true)]
    [InlineData("may.csv.PART", true)]
    [InlineData("may.tmp", true)]
    [InlineData("may.csv.filepart", true)]
    [InlineData(".may.csv", true)]
    [InlineData("part", false)]
    [InlineData("may.csv.report.txt", false)]
    public void UploadsInProgress_AreLeftAlone(string name, bool expected) => Assert.Equal(expected, InboxNames.IsLeftAlone(name));

    [Theory]
    [InlineData("may.csv", "", "may.csv")]
    [InlineData("may.csv.gz", "may.csv.gz", "may.2.csv.gz")]
    [InlineData("may", "may may.2", "may.3")]
    public void NameThatIsTaken_GetsANumber(string name, string taken, string expected) =>
        Assert.Equal(expected, InboxNames.Free(name, taken.Split(' ').Contains));

    [Theory]
    [InlineData("x", ".csv")]
    [InlineData("😀", ".csv")]
    [InlineData("a.b", "")]
    public void LongName_LeavesRoomForItsReports(string letter, string ending)
    {
        var name = string.Concat(Enumerable.Repeat(letter, 255 / Encoding.UTF8.GetByteCount(letter))) + ending;

        var free = InboxNames.Free(name, isTaken: _ => false);

        Assert.EndsWith(ending, free);
        Assert.True(Encoding.UTF8.GetByteCount(InboxNames.Report(free, "json").Unfinished) <= 255);
        Assert.Equal(free, InboxNames.OfUnfinishedReport(InboxNames.Report(free, "json").Unfinished));
    }

    [Theory]
    [InlineData(".may.csv.report.txt.part", "may.csv")]
    [InlineData(".may.csv.report.json.part", "may.csv")]
    [InlineData(".may.csv.part", null)]
    [InlineData("may.csv.report.txt.part", null)]
    [InlineData("..report.txt.part", null)]
    public void UnfinishedReport_TellsItsFile(string name, string? expected) => Assert.Equal(expected, InboxNames.OfUnfinishedReport(name));
}
