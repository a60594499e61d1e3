using PdmpAnalytics.Lookup.Searching;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

/// <summary>Whom a query means, and when it must ask instead of choosing.</summary>
public class PatientChooserTests
{
    private const string Twins = """
        patient | last  | first | born       | middle | zip   | phone      | sex
        1       | BAKER | ALICE | 2001-05-06 | ROSE   | 55401 | 6125552001 | F
        2       | BAKER | ALICIA | 2001-05-06 | MAE   | 55401 | 6125552001 | F
        """;

    private const string FatherAndSon = """
        patient | last  | first | born       | suffix | zip
        1       | STONE | JAMES | 1950-03-04 | SR     | 55401
        2       | STONE | JAMES | 1980-03-04 | JR     | 55401
        """;

    private const string Somebody = """
        patient | last   | first  | born       | middle | zip   | phone      | sex
        1       | MILLER | ROBERT | 1961-04-09 | T      | 55401 | 6125552001 | M
        """;

    [Theory]
    [InlineData("MILLER", "ROBERT", "1961-04-09", "")]
    [InlineData("miller ", "Robert", "1961-04-09", "")]
    [InlineData("MILLER", "BOB", "1961-04-09", "55401")]
    public void NamesAndBirthDateFit_OpensAtOnce(string last, string first, string born, string zip)
    {
        var search = Choose(Somebody, StoredPeople.Asked(last, first, born) with { Zip = zip });

        Assert.Equal((SearchOutcome.Found, 1L), (search.Outcome, search.PatientId));
    }

    [Theory]
    [InlineData("MILLER", "BOB", "1961-04-09", QueryItem.FirstName, DifferenceKind.OtherForm)]
    [InlineData("MILLER", "ROBERT", "1961-09-04", QueryItem.BirthDate, DifferenceKind.Swapped)]
    [InlineData("MILLER", "ROBERT", "1961-04-08", QueryItem.BirthDate, DifferenceKind.Slip)]
    [InlineData("MILER", "ROBERT", "1961-04-09", QueryItem.LastName, DifferenceKind.Slip)]
    [InlineData("MILLER", "RBOERT", "1961-04-09", QueryItem.FirstName, DifferenceKind.Slip)]
    [InlineData("ROBERT", "MILLER", "1961-04-09", QueryItem.LastName, DifferenceKind.Swapped)]
    public void OneThingDiffers_IsListedWithTheDifferenceMarked(string last, string first, string born, QueryItem item, DifferenceKind kind)
    {
        var search = Choose(Somebody, StoredPeople.Asked(last, first, born));

        Assert.Equal((SearchOutcome.PickOne, null), (search.Outcome, search.PatientId));
        Assert.Contains(new ItemDifference(item, kind), Assert.Single(search.Candidates).Differences);
    }

    [Theory]
    [InlineData("MILLER", "GEORGE", "1961-04-09")]
    [InlineData("OTHER", "ROBERT", "1961-04-09")]
    [InlineData("MILLER", "ROBERT", "1975-11-20")]
    public void SomebodyElse_IsNotFound_AndSaysWhatToTry(string last, string first, string born)
    {
        var search = Choose(Somebody, StoredPeople.Asked(last, first, born));

        Assert.Equal(SearchOutcome.NotFound, search.Outcome);
        Assert.Empty(search.Candidates);
        Assert.Contains("no proof", SearchWords.Advice(search), StringComparison.Ordinal);
    }

    [Fact]
    public void MiddleNameOrSexSpeaksAgainst_IsNeverOpenedAtOnce()
    {
        var asked = StoredPeople.Asked("MILLER", "ROBERT", "1961-04-09");

        Assert.NotEqual(SearchOutcome.Found, Choose(Somebody, asked with { MiddleName = "KARL" }).Outcome);
        Assert.NotEqual(SearchOutcome.Found, Choose(Somebody, asked with { Sex = "F" }).Outcome);
    }

    [Fact]
    public void LookAlikeTwins_NeedOneMoreItem_ThatTellsThemApart()
    {
        var asked = StoredPeople.Asked("BAKER", "ALICE", "2001-05-06");

        var alone = Choose(Twins, asked);

        Assert.Equal((SearchOutcome.OneMoreItem, null), (alone.Outcome, alone.PatientId));
        Assert.Empty(alone.Candidates);
        Assert.Equal(QueryItem.MiddleName, alone.AskFor[0]);
        Assert.Equal(SearchOutcome.OneMoreItem, Choose(Twins, asked with { Zip = "55401", Phone = "6125552001", Sex = "F" }).Outcome);
        Assert.Equal((SearchOutcome.Found, 1L), Outcome(Choose(Twins, asked with { MiddleName = "R" })));
        Assert.Equal((SearchOutcome.Found, 2L), Outcome(Choose(Twins, asked with { FirstName = "ALICIA", MiddleName = "MAE" })));
    }

    [Fact]
    public void FatherAndSonADigitApart_NeedTheGeneration()
    {
        var asked = StoredPeople.Asked("STONE", "JAMES", "1980-03-04");

        Assert.Equal(SearchOutcome.OneMoreItem, Choose(FatherAndSon, asked).Outcome);
        Assert.Equal((SearchOutcome.Found, 2L), Outcome(Choose(FatherAndSon, asked with { Suffix = "Jr." })));
        Assert.Equal((SearchOutcome.Found, 1L), Outcome(Choose(FatherAndSon, asked with { Suffix = "SR", BirthDate = new DateOnly(1950, 3, 4) })));
    }

    [Fact]
    public void MoreThanFiveFit_IsAnotherAnswerThanNobody()
    {
        var table = "patient | last | first | born\n" + string.Join('\n', Enumerable.Range(1, 6).Select(i => $"{i} | WOOD | MARY | 1970-0{i}-15"));

        // One digit of the month off for each of them.
        var search = Choose(table, StoredPeople.Asked("WOOD", "MARY", "1970-09-15"));

        Assert.Equal((SearchOutcome.TooMany, 6), (search.Outcome, search.Fitting));
        Assert.Empty(search.Candidates);
    }

    [Fact]
    public void CommonNameOfALargeStore_StillDistinguishesPeopleByBirthDate()
    {
        const string namesakes = """
            patient | last  | first | born       | zip
            1       | SMITH | JOHN  | 1962-07-21 | 55401
            2       | SMITH | JOHN  | 1974-12-02 | 55402
            3       | SMITH | JOHN  | 1951-05-30 | 55403
            """;

        Assert.Equal((SearchOutcome.Found, 2L), Outcome(Choose(namesakes, StoredPeople.Asked("SMITH", "JOHN", "1974-12-02"))));
    }

    private static PatientSearch Choose(string table, PatientQuery query) => StoredPeople.Chooser().Choose(query, StoredPeople.Of(table));

    private static (SearchOutcome, long?) Outcome(PatientSearch search) => (search.Outcome, search.PatientId);
}
