using System.Text;
using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class NumericTableFileTests
{
    [Fact]
    public void Read_MissingCells_AreNoNumbersAndCounted()
    {
        var file = Read("a,b,c\n1,,3\nNA,5,inf\n7,?, 9 \n").Value;

        Assert.Equal((3, 3, 4), (file.Table.Rows, file.Table.Width, file.MissingCells));
        Assert.Equal([1, double.NaN, 3], file.Table.Row(0).ToArray());
        Assert.Equal([double.NaN, 5, double.NaN], file.Table.Row(1).ToArray());
        Assert.Equal([7, double.NaN, 9], file.Table.Row(2).ToArray());
    }

    [Fact]
    public void Read_ColumnWithAWord_IsLeftOutWhole()
    {
        var file = Read("a,who,b\n1,2,3\n4,canary,6\n").Value;

        Assert.Equal([2], file.IgnoredColumns);
        Assert.Equal([4.0, 6.0], file.Table.Row(1).ToArray());
        Assert.Equal(0, file.MissingCells);
    }

    [Theory]
    [InlineData("0 1 0", "010", false)]
    [InlineData("0 1 2", "011", false)]
    [InlineData("inlier outlier inlier", "010", false)]
    [InlineData("no Yes no", "010", false)]
    [InlineData("1 -1 1", "010", true)]
    [InlineData("b a a", "100", true)]
    [InlineData("0 - 1", "0?1", false)]
    [InlineData("0 0 0", "000", false)]
    [InlineData("1 1 1", "111", false)]
    public void Read_Labels_TellTheUnusualOne(string labels, string expected, bool noted)
    {
        var rows = labels.Replace("- ", " ", StringComparison.Ordinal).Split(' ').Select((label, i) => $"{i},{label}\n");

        var file = Read("a,y\n" + string.Concat(rows), "y").Value;

        Assert.Equal(expected, string.Concat(file.Unusual!.Select(u => u is null ? "?" : u.Value ? "1" : "0")));
        Assert.Equal(noted, file.LabelNote is not null);
        Assert.Equal(1, file.Table.Width);
    }

    [Fact]
    public void Read_NamedLabel_IsTheUnusualOne() =>
        Assert.Equal([false, false, true], Read("a,y\n1,u\n2,v\n3,w\n", "y", "w").Value.Unusual!.Select(u => u!.Value));

    [Theory]
    [InlineData("a,b\n1,2\n", "y", null, RefusalReason.NotFound)]
    [InlineData("a,y\n1,u\n2,v\n3,w\n", "y", null, RefusalReason.NotFound)]
    [InlineData("a,y\n1,u\n", "y", "w", RefusalReason.NotFound)]
    [InlineData("a,b\n", null, null, RefusalReason.Incomplete)]
    [InlineData("", null, null, RefusalReason.Incomplete)]
    [InlineData("a,b\n1,2\n3\n", null, null, RefusalReason.Incomplete)]
    [InlineData("a,b\n1,2\n3,4,5\n", null, null, RefusalReason.Incomplete)]
    [InlineData("a,b\n1,\"2\n3,4\n", null, null, RefusalReason.Incomplete)]
    [InlineData("a,y\ncanary,1\n", "y", null, RefusalReason.Incomplete)]
    public void Read_WhatCannotBeScored_IsRefusedWithoutItsValues(string text, string? label, string? positive, RefusalReason reason)
    {
        var refusal = Read(text, label, positive).Refusal;

        Assert.Equal(reason, refusal?.Reason);
        Assert.DoesNotContain("canary", refusal!.Message, StringComparison.Ordinal);
    }

    private static Result<LabelledTable> Read(string text, string? label = null, string? positive = null) =>
        NumericTableFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), label, positive);
}
