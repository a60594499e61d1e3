using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Oversight;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

/// <summary>Each sign with one case that fires and the nearest that stays quiet.</summary>
public class AccessJudgeTests
{
    private static readonly DateOnly Day = new(2025, 6, 2);
    private static readonly HolderName Paul = new("paul", "MERCHANT", "PAUL");
    private static readonly AccessOptions Options = new();

    [Theory]
    [InlineData("Merchant", "Paul", AccessSign.OwnName)]
    [InlineData("MERCHANT ", "Zoë", AccessSign.SameSurname)]
    [InlineData("Merchant Jr", "Paul", AccessSign.OwnName)]
    [InlineData("Merchants", "Paul", null)]
    public void NameOfTheHolder_IsTold(string last, string first, AccessSign? expected)
    {
        var signs = Judge(new AccessEvidence { Day = Day, Queries = [Query(1) with { LastName = last, FirstName = first }], Holders = [Paul] });

        Assert.Equal(expected is { } sign ? [sign] : [], signs.Select(s => s.Sign));
        Assert.All(signs, s => Assert.DoesNotContain("merchant", s.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void CommonSurname_SaysNothing_ButTheOwnNameDoes()
    {
        var evidence = new AccessEvidence
        {
            Day = Day, Holders = [Paul], CommonSurnames = new HashSet<string> { "MERCHANT" },
            Queries = [Query(1) with { LastName = "Merchant", FirstName = "Ann" }, Query(2) with { LastName = "Merchant", FirstName = "Paul" }],
        };

        Assert.Equal([AccessSign.OwnName], Judge(evidence).Select(s => s.Sign));
    }

    [Fact]
    public void WatchedPatient_IsTold_OnceADayAndPatient_OpenedOrListed_OfProgramsToo()
    {
        var evidence = new AccessEvidence
        {
            Day = Day, Watched = new HashSet<long> { 7 },
            Queries =
            [
                Query(1) with { Patients = [7] }, Query(2) with { Patients = [6, 7], Opened = false }, Query(3) with { Patients = [8] },
                Query(4) with { Account = "key:abc", Patients = [7] },
            ],
        };

        Assert.Equal([("paul", 2), ("key:abc", 1)], Judge(evidence).Select(s => (s.Account, s.Disclosures.Count)));
    }

    [Theory]
    [InlineData(100, 4, 1)]
    [InlineData(100, 5, 0)] // works at night now and then
    [InlineData(19, 0, 0)] // no habit yet
    public void NightQuery_IsTold_OfWhoDoesNotWorkAtNight(int before, int atNight, int expected)
    {
        var evidence = new AccessEvidence
        {
            Day = Day, Queries = [Query(1) with { Night = true }, Query(2)],
            Habits = [Habit("paul", 1, before, atNight), Habit("pia", 2, 1000, 900)],
        };

        var signs = Judge(evidence);

        Assert.Equal(expected, signs.Count(s => s.Sign == AccessSign.OddHours));
        Assert.All(signs, s => Assert.Single(s.Disclosures));
    }

    [Theory]
    [InlineData(31, 3, 1)] // three times ten, and one more
    [InlineData(30, 3, 0)]
    [InlineData(31, 2, 0)] // two others are no peers
    public void ManyPatients_AreTold_AgainstOthersOfTheRole(int patients, int peers, int expected)
    {
        var evidence = new AccessEvidence
        {
            Day = Day, Queries = [.. Enumerable.Range(1, patients).Select(i => Query(i) with { Patients = [i] })],
            Habits = [.. Enumerable.Range(0, peers).Select(i => Habit($"peer{i}", 1, 10, 0)), Habit("clerk", 1, 5000, 0, "analyst")],
        };

        Assert.Equal(expected, Judge(evidence).Count(s => s.Sign == AccessSign.Volume));
    }

    [Theory]
    [InlineData(10, 5, 1)]
    [InlineData(10, 4, 0)]
    [InlineData(9, 9, 0)]
    public void NothingFilled_IsTold_OfManyPatients_OnceAMonth(int asked, int unfilled, int expected)
    {
        AccountDay Part(int day, int dispensing, int without)
        {
            var row = Habit("paul", day, dispensing, 0);
            (row.Dispensing, row.Unfilled) = (dispensing, without);
            return row;
        }

        var signs = Judge(new AccessEvidence { Day = Day, Queries = [], Followed = [Part(15, asked - 3, unfilled - 1), Part(16, 3, 1)] });

        Assert.Equal(expected, signs.Count);
        Assert.All(signs, s => Assert.Equal("2025-06", s.Key));
    }

    [Fact]
    public void ProgramWithoutOthersBesideIt_IsJudgedForWatchedPatientsOnly()
    {
        var evidence = new AccessEvidence
        {
            Day = Day, Holders = [new HolderName("key:abc", "MERCHANT", "PAUL")],
            Queries = [.. Enumerable.Range(1, 500).Select(i => Query(i) with { Account = "key:abc", LastName = "Merchant", FirstName = "Paul", Patients = [i], Night = true })],
            Habits = [.. Enumerable.Range(0, 5).Select(i => Habit($"peer{i}", 1, 1, 0)), Habit("key:abc", 1, 1000, 0)],
        };

        Assert.Empty(Judge(evidence));
    }

    [Theory]
    [InlineData(249, false)]
    [InlineData(250, true)]
    public void ProgramsVolume_IsHeldAgainstOtherPrograms_WhoeverAskedThroughIt(int patients, bool told)
    {
        var signs = Judge(new AccessEvidence
        {
            Day = Day,
            Queries = [.. Enumerable.Range(1, patients).Select(i => Query(i) with { Account = i % 50 == 0 ? "key:abc" : $"key:abc/user{i % 50}", Patients = [i] })],
            Habits = [.. Enumerable.Range(0, 5).Select(i => Habit($"key:other{i}", 1, 40, 0, Inquiry.ProgramRole))],
        });

        Assert.Equal(told ? [("key:abc", AccessSign.Volume)] : [], signs.Select(s => (s.Account, s.Sign)));
    }

    [Fact]
    public void PersonBehindAProgram_IsJudgedLikeAnyAccount()
    {
        var signs = Judge(new AccessEvidence
        {
            Day = Day,
            Queries = [.. Enumerable.Range(1, 30).Select(i => Query(i) with { Account = "key:abc/jdoe", Patients = [i], Night = true })],
            Habits = [.. Enumerable.Range(0, 5).Select(i => Habit($"key:other{i}/pat", 1, 3, 0)), Habit("key:abc/jdoe", 2, 100, 0)],
        });

        Assert.Equal([AccessSign.OddHours, AccessSign.Volume], signs.Where(s => s.Account == "key:abc/jdoe").Select(s => s.Sign).Order());
        Assert.All(signs, s => Assert.Equal("key:abc/jdoe", s.Account));
    }

    [Fact]
    public void NinetiethPercentile_IsOfNearestRank() =>
        Assert.Equal((9, 10, 4, 0), (AccessJudge.NinetiethPercentile([.. Enumerable.Range(1, 10)]), AccessJudge.NinetiethPercentile([.. Enumerable.Range(1, 11)]), AccessJudge.NinetiethPercentile([4]), AccessJudge.NinetiethPercentile([])));

    [Theory]
    [InlineData("2025-06-01T23:00:00-05:00", "2025-06-01", true)]
    [InlineData("2025-06-02T04:30:00-05:00", "2025-06-02", true)]
    [InlineData("2025-06-02T05:00:00-05:00", "2025-06-02", false)]
    [InlineData("2025-06-02T21:59:00-05:00", "2025-06-02", false)]
    public void DaysAndNights_AreTheProgrammes(string at, string day, bool night)
    {
        var days = new OversightDays(new AccessOptions { TimeZone = "America/Chicago" });
        var instant = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(day, days.DayOf(instant.ToUniversalTime()).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(night, days.IsNight(instant.ToUniversalTime()));
        Assert.Equal(days.DayOf(instant), days.DayOf(days.StartOf(days.DayOf(instant))));
    }

    private static IReadOnlyList<ObservedSign> Judge(AccessEvidence evidence) => AccessJudge.Judge(evidence, Options);

    private static JudgedQuery Query(int number) => new(
        new Guid(number, 0, 0, new byte[8]), new DateTimeOffset(2025, 6, 2, 15, 0, 0, TimeSpan.Zero), "paul", "pharmacist", "Other", "Person", [1000 + number], Opened: true, Night: false);

    private static AccountDay Habit(string account, int daysBefore, int queries, int night, string role = "pharmacist") => new()
    {
        Account = account, Role = role, Day = Day.AddDays(-daysBefore), Queries = queries, Night = night, Patients = queries,
    };
}
