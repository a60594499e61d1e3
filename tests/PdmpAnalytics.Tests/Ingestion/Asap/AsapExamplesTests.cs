using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

/// <summary>The three example files of the domain reference, 1.5 to 1.7.</summary>
public class AsapExamplesTests
{
    [Fact]
    public void Complete_ReadsThreeFillsOfTwoPatients()
    {
        var file = Read("complete.asap");

        Assert.Null(file.FileFault);
        Assert.Equal((3, 3), (file.Records, file.Accepted));
        Assert.Empty(file.Notes);
    }

    [Fact]
    public void ReviseAndVoid_ReadsBoth()
    {
        var file = Read("revise-and-void.asap");

        Assert.Null(file.FileFault);
        Assert.Equal((2, 2), (file.Records, file.Accepted));
        Assert.Empty(file.Notes);
    }

    [Fact]
    public void ZeroReport_ReadsItsRecord()
    {
        var file = Read("zero-report.asap");

        Assert.Null(file.FileFault);
        Assert.Equal(1, file.Records);
        Assert.Empty(file.Notes);
    }

    private static CheckedFile Read(string name) => CheckedFile.Read(File.ReadAllBytes(RepositoryFiles.Path("data-samples", "asap", name)));
}
