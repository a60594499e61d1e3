using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Tests.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Matching;

/// <summary>Pairs of records as the shipped model judges them: last | first | middle | suffix | born | sex | address | city | zip | phone | id.</summary>
public class PatientMatcherTests
{
    private const string Robert = "WINTERS | ROBERT | A | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | 123456780";

    [Theory]
    [InlineData("WINTERS | BOB | | | 1971-05-23 | M | 12 MAIN STREET | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("WINTRES | ROBERT | | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | |")]
    [InlineData("WINTERS | ROBERT | A | | 1971-05-23 | M | 9 OAK AVE | MEMPHIS | 38103 | 6155550142 |")]
    [InlineData("WINTERS | ROBERT | | | 1971-05-32 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("WINTERS | ROBERT | | | 1981-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | 123456780")]
    [InlineData("ROBERT | WINTERS | | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | |")]
    [InlineData("HALLORAN | ROBERT | A | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("WINTERS-HALE | ROBERT | | | 1971-05-23 | | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("WINTERS | R | | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    public void OnePersonWithAnError_IsMerged(string other) =>
        Assert.True(Linked.Explain(Robert, other).Probability >= 0.95, Told(Linked.Explain(Robert, other)));

    [Theory]
    [InlineData("wife", "WINTERS | CAROL | B | | 1972-08-11 | F | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | 987650000")]
    [InlineData("brother", "WINTERS | PETER | | | 1969-02-03 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("twin", "WINTERS | RONALD | | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("twin sister", "WINTERS | ROBERTA | | | 1971-05-23 | F | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("son of the same name", "WINTERS | ROBERT | | | 1996-01-17 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("son born on the same day of the year", "WINTERS | ROBERT | A | JR | 1991-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |")]
    [InlineData("namesake elsewhere", "WINTERS | ROBERT | | | 1950-11-02 | M | 9 OAK AVE | MEMPHIS | 38103 | 9015550100 |")]
    [InlineData("stranger with a mistyped id", "HALLORAN | GEORGE | | | 1950-11-02 | M | 9 OAK AVE | MEMPHIS | 38103 | 9015550100 | 123456780")]
    [InlineData("stranger with the same phone", "HALLORAN | GEORGE | | | 1950-11-02 | M | 9 OAK AVE | MEMPHIS | 38103 | 6155550142 |")]
    [InlineData("stranger born the same day", "HALLORAN | GEORGE | | | 1971-05-23 | M | 9 OAK AVE | NASHVILLE | 37201 | |")]
    public void SomeoneElse_IsNotMerged(string who, string other) =>
        Assert.True(Linked.Explain(Robert, other).Probability < 0.95, who + ": " + Told(Linked.Explain(Robert, other)));

    [Theory]
    [InlineData("JR", "SR", LinkGuard.OtherGeneration)]
    [InlineData("III", "JR", LinkGuard.OtherGeneration)]
    [InlineData("JR", "II", LinkGuard.None)]
    [InlineData("JR", "", LinkGuard.None)]
    public void StatedGenerations_KeepApart(string a, string b, LinkGuard guard)
    {
        const string rest = " | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | 123456780";
        var explained = Linked.Explain($"WINTERS | ROBERT | A | {a}{rest}", $"WINTERS | ROBERT | A | {b}{rest}");

        Assert.Equal(guard, explained.Guard);
        Assert.Equal(guard == LinkGuard.None, explained.Probability >= 0.95);
    }

    [Theory]
    [InlineData("JAMES", "RONALD", LinkGuard.Twin)]
    [InlineData("ALICE", "ALICIA", LinkGuard.Twin)]
    [InlineData("JAYDEN", "KAYDEN", LinkGuard.Twin)]
    [InlineData("MARIA ELENA", "MARIA LUISA", LinkGuard.Twin)]
    [InlineData("MOHAMED ALI", "MOHAMED HASSAN", LinkGuard.Twin)]
    [InlineData("MARIA ELENA", "MARIA ELENNA", LinkGuard.None)]
    [InlineData("MARIA ELENA", "MARIA", LinkGuard.None)]
    [InlineData("MARIA ELENA", "ELENA MARIA", LinkGuard.None)]
    [InlineData("LAKEISHA", "LATEISHA", LinkGuard.Twin)]
    [InlineData("JAMES", "JIM", LinkGuard.None)]
    [InlineData("JAMES", "JMAES", LinkGuard.None)]
    public void SameBirthDateAndHousehold_OtherFirstName_IsATwin(string a, string b, LinkGuard guard)
    {
        const string rest = " | | | 1971-05-23 | | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |";

        Assert.Equal(guard, Linked.Explain($"WINTERS | {a}{rest}", $"WINTERS | {b}{rest}").Guard);
    }

    [Theory]
    [InlineData("BABY BOY", "BABY BOY")]
    [InlineData("TWIN A", "TWIN B")]
    [InlineData("UNKNOWN", "NOAH")]
    [InlineData("😀", "NOAH")]
    public void PlaceholderForAName_IsNobodyUntilAnIdSaysWho(string a, string b)
    {
        const string rest = " | | | 2023-05-27 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |";

        Assert.InRange(Linked.Explain($"KOWALCZYK | {a}{rest}", $"KOWALCZYK | {b}{rest}").Probability, 0, 0.949);
        Assert.InRange(Linked.Explain($"KOWALCZYK | {a}{rest} 123456780", $"KOWALCZYK | {b}{rest} 123456780").Probability, 0.95, 1);
    }

    [Fact]
    public void StrangersWithNothingInCommon_HaveNoGuard() => Assert.Equal(
        LinkGuard.None, Linked.Explain(Robert, "HALLORAN | GEORGE | | | 1950-11-02 | F | 9 OAK AVE | MEMPHIS | 38103 | 9015550100 |").Guard);

    [Theory]
    [InlineData("HALEY", "HAIEY", "", "", LinkGuard.AmbiguousSlip)]
    [InlineData("DEVON", "DEVVN", "J", "J", LinkGuard.AmbiguousSlip)]
    [InlineData("KYLEE", "KYALEE", "", "", LinkGuard.AmbiguousSlip)]
    [InlineData("DEVON", "DEVVN", "JEROME", "JEROME", LinkGuard.None)]
    [InlineData("JAMES", "JMAES", "", "", LinkGuard.None)]
    [InlineData("ELIZABETH", "ELIZABTH", "", "", LinkGuard.None)]
    public void SlipBetweenTwoNames_NeedsOneMoreItem(string a, string b, string middleA, string middleB, LinkGuard guard)
    {
        const string rest = " | | 1998-05-27 | | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |";

        Assert.Equal(guard, Linked.Explain($"WINTERS | {a} | {middleA}{rest}", $"WINTERS | {b} | {middleB}{rest}").Guard);
        Assert.Equal(LinkGuard.None, Linked.Explain($"WINTERS | {a} | {rest} 123456780", $"WINTERS | {b} | {rest} 123456780").Guard);
    }

    [Fact]
    public void OtherLastNameOnTheSameStreet_IsLeftToAReviewer()
    {
        var people = Enumerable.Range(0, 500).Select(i => new LinkFields { LastName = i % 2 == 0 ? "MARTIN" : "COX", FirstName = i % 3 == 0 ? "JOSEPH" : "ANNA" });
        var matcher = Linked.Matcher(Compared.Records(
        [
            Compared.Fields("MARTIN | JOSEPH | | | 1995-04-22 | M | 1644 ROCK SPRINGS PIKE | NASHVILLE | 37221 | 6155550142 |"),
            Compared.Fields("COX | JOSEPH | | | 1995-04-22 | M | 916 ROCK SPRINGS PIKE | NASHVILLE | 37221 | |"),
            .. people,
        ]));

        Assert.Equal(LinkGuard.Uncorroborated, matcher.Weigh(0, 1).Guard);
    }

    [Theory]
    [InlineData("JOHNSON | WILLIAM", "PHILLIP | JOHNSON")]
    [InlineData("JAMES | TYLER", "JAMES | JAMES")]
    public void LastNameInBothFields_HidesNoTwin(string a, string b)
    {
        const string rest = " | | | 2005-08-13 | M | 2375 COVE ST | GLASGOW | 42141 | 2705520940 |";

        Assert.True(Linked.Explain(a + rest, b + rest).Probability < 0.95);
    }

    [Fact]
    public void NameAndBirthDateAlone_AreLeftToAReviewer()
    {
        var people = Enumerable.Range(0, 500).Select(i => new LinkFields { LastName = "SMITH", FirstName = i % 2 == 0 ? "ROGER" : "ANNA" });
        var matcher = Linked.Matcher(Compared.Records(
        [
            Compared.Fields("SMITH | ROGER | | | 1958-01-08 | M | 6223 HILL LN | NASHVILLE | 37027 | 6157821721 |"),
            Compared.Fields("SMITH | ROGER | | | 1958-01-08 | M | 4863 TRAIL LN | NASHVILLE | 37027 | 6154049868 |"),
            .. people,
        ]));

        Assert.Equal((LinkGuard.Uncorroborated, true), (matcher.Weigh(0, 1).Guard, matcher.Weigh(0, 1).Probability is >= 0.5 and < 0.95));
    }

    [Fact]
    public void TwinsUnderOneId_AreNotMerged()
    {
        const string rest = " | | | 1971-05-23 | M | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | 123456780";

        Assert.True(Linked.Explain("WINTERS | JAMES" + rest, "WINTERS | RONALD" + rest).Probability < 0.95);
    }

    [Theory]
    [InlineData("ANN | LOUISE", "ANN | MARIE", "", "", LinkGuard.OtherMiddleName)]
    [InlineData("MARIA | ELENA", "MARIA | LUISA", "D1234567", "D7654389", LinkGuard.OtherMiddleName)]
    [InlineData("MARIA | ELENA", "MARIA | LUISA", "D1234567", "D1234567", LinkGuard.None)]
    [InlineData("MARIA | ELENA", "MARIA | L", "", "", LinkGuard.None)]
    [InlineData("MARIA | E", "MARIA | L", "", "", LinkGuard.None)]
    [InlineData("MARIA | ELENA", "MARIA | ELEAN", "", "", LinkGuard.None)]
    [InlineData("MARIA | ELENA", "MARIA |", "", "", LinkGuard.None)]
    [InlineData("MARIA | ELENA", "MARIA LUISA |", "", "", LinkGuard.OtherMiddleName)]
    [InlineData("MARIA | ELENA", "MARIA ELENA |", "", "", LinkGuard.None)]
    [InlineData("JON |", "JONATHAN |", "D1234567", "D7654389", LinkGuard.Twin)]
    [InlineData("JAMES |", "JAMIE |", "D1234567", "D7654389", LinkGuard.Twin)]
    [InlineData("JAMES |", "JMAES |", "D1234567", "D7654389", LinkGuard.Twin)]
    [InlineData("JAMES |", "J |", "D1234567", "D7654389", LinkGuard.Twin)]
    [InlineData("JON |", "JONATHAN |", "D1234567", "D1234567", LinkGuard.None)]
    [InlineData("JON |", "JONATHAN |", "D1234567", "D1234576", LinkGuard.None)]
    [InlineData("JON |", "JONATHAN |", "D1234567", "", LinkGuard.None)]
    [InlineData("JAMES |", "JAMES |", "D1234567", "D7654389", LinkGuard.None)]
    public void OneDoorAndBirthDate_MiddleNamesAndIdsTellTwinsApart(string a, string b, string idA, string idB, LinkGuard guard)
    {
        const string rest = " | | 1971-05-23 | | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 |";
        var explained = Linked.Explain($"WINTERS | {a}{rest} {idA}", $"WINTERS | {b}{rest} {idB}");

        Assert.Equal((guard, guard == LinkGuard.None), (explained.Guard, explained.Probability >= 0.95));
    }

    [Fact]
    public void TwinsWithIdsOfTheirOwn_StayTwoWhereABirthDateIsMistyped() => Assert.Equal(
        LinkGuard.Twin,
        Linked.Explain(
            "WINTERS | KATE | | | 2007-10-03 | F | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | D1234567",
            "WINTERS | KATHERINE | | | 2007-03-10 | F | 12 MAIN ST | NASHVILLE | 37201 | 6155550142 | D7654389").Guard);

    [Theory]
    [InlineData("1955-05-17", "1985-05-17", "12 MAIN ST", "12 MAIN ST", LinkGuard.Namesake)]
    [InlineData("1955-05-17", "1985-05-17", "12 MAIN ST", "877 ZED RD", LinkGuard.Namesake)]
    [InlineData("1955-05-17", "1985-11-02", "12 MAIN ST", "877 ZED RD", LinkGuard.Namesake)]
    [InlineData("1975-05-17", "1985-05-17", "12 MAIN ST", "12 MAIN ST", LinkGuard.None)]
    [InlineData("1985-05-17", "1985-05-17", "12 MAIN ST", "877 ZED RD", LinkGuard.None)]
    public void FatherAndSonUnderAGuardiansId_AreNamesakes(string bornA, string bornB, string streetA, string streetB, LinkGuard guard)
    {
        static string Jose(string born, string street) => $"WINTERS | JOSE | | | {born} | M | {street} | NASHVILLE | 37201 | | D5550001";
        var explained = Linked.Explain(Jose(bornA, streetA), Jose(bornB, streetB));

        Assert.Equal((guard, guard == LinkGuard.None), (explained.Guard, explained.Probability >= 0.95));
    }

    [Theory]
    [InlineData("SMITH | MARY", "F", LinkGuard.Uncorroborated)]
    [InlineData("JOHNSON | JAMES", "M", LinkGuard.Uncorroborated)]
    [InlineData("WINTERS | ODETTE", "F", LinkGuard.None)]
    public void CommonNameAndBirthDateInTwoCities_AreLeftToAReviewerEvenInASmallStore(string name, string sex, LinkGuard guard)
    {
        var explained = Linked.Explain(
            $"{name} | | | 1958-01-08 | {sex} | 6223 HILL LN | NASHVILLE | 37027 | 6157821721 |",
            $"{name} | | | 1958-01-08 | {sex} | 4863 TRAIL RD | AUSTIN | 78701 | 5124049868 |");

        Assert.Equal((guard, guard == LinkGuard.None), (explained.Guard, explained.Probability >= 0.95));
    }

    [Fact]
    public void LargeStoresOwnFigures_RuleOverTheTable()
    {
        // Nobody else is called SMITH here, of fifty thousand.
        var others = Enumerable.Range(0, 50_000).Select(i => new LinkFields { LastName = $"N{i}" });
        var matcher = Linked.Matcher(Compared.Records([new() { LastName = "SMITH" }, new() { LastName = "SMITH" }, .. others]));

        Assert.True(matcher.Explain(0, 1).Parts[1].TermBits > 1);
        Assert.True(Linked.Explain("SMITH", "SMITH").Parts[1].TermBits < -2);
    }

    [Fact]
    public void AnimalAndOwner_AreNeverOne()
    {
        var person = Compared.Fields(Robert);
        var matcher = Linked.Matcher(Compared.Records([person, person with { Animal = true }]));

        Assert.Equal(double.NegativeInfinity, matcher.Weigh(0, 1).Bits);
    }

    [Fact]
    public void RareName_WeighsMoreThanCommonOne()
    {
        var common = Enumerable.Range(0, 3000).Select(i => new LinkFields { LastName = "SMITH", FirstName = $"N{i}" });
        var matcher = Linked.Matcher(Compared.Records(
        [
            new() { LastName = "SMITH" }, new() { LastName = "SMITH" }, new() { LastName = "QUAICOE" }, new() { LastName = "QUAICOE" }, .. common,
        ]));

        var (smith, quaicoe) = (matcher.Explain(0, 1).Parts[1], matcher.Explain(2, 3).Parts[1]);
        Assert.Equal(smith.Bits, quaicoe.Bits);
        Assert.True(smith.TermBits < -4);
        Assert.True(quaicoe.TermBits > 0);
    }

    [Fact]
    public void PlaceholdersOnly_SayNothing()
    {
        const string nobody = "UNKNOWN | BABY BOY | | | 1900-01-01 | U | | | 00000 | 9999999999 | 999999999";
        var explained = Linked.Explain(nobody, nobody);

        Assert.All(explained.Parts, part => Assert.Equal(("Missing", 0, 0), (part.Level, part.Bits, part.TermBits)));
        Assert.True(explained.Probability < 0.01);
    }

    [Fact]
    public void Text_OfWhatWasCompared_HoldsNothingPersonal()
    {
        var records = Compared.Records(Robert);

        Assert.DoesNotContain("1971", $"{Compared.Fields(Robert)} {records[0]} {PersonName.Of(Compared.Fields(Robert))}", StringComparison.Ordinal);
        Assert.DoesNotContain("WINTERS", $"{Compared.Fields(Robert)} {PersonName.Of(Compared.Fields(Robert))}", StringComparison.Ordinal);
    }

    private static string Told(LinkExplanation explained) =>
        FormattableString.Invariant($"{explained.TotalBits:F1} bits, household {explained.HouseholdBits:F1}, {explained.Guard}: ")
        + string.Join(", ", explained.Parts.Where(p => p.Bits != 0).Select(p => FormattableString.Invariant($"{p.Field} {p.Level} {p.Bits:F1}{p.TermBits:+0.0;-0.0;}")));
}
