using FsCheck;
using FsCheck.Fluent;
using PdmpAnalytics.Tests.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Matching;

public class LinkExplanationTests
{
    private static readonly string[][] Values =
    [
        ["", "SMITH", "SMYTH", "GARCIA", "GARCIA LOPEZ", "BOB"],
        ["", "ROBERT", "BOB", "ROBRET", "R", "ALICE", "ALICIA", "SMITH"],
        ["", "A", "ANN", "BOB"],
        ["", "JR", "SR"],
        ["", "1971-05-23", "1971-05-24", "1971-06-23", "1996-05-23", "1923-10-02"],
        ["", "F", "M"],
        ["", "12 MAIN ST", "12 MAIN ST APT 4", "12 MAIN ST APT 5", "14 MAIN ST", "9 OAK AVE"],
        ["", "NASHVILLE", "MEMPHIS"],
        ["", "37201", "37202", "38103"],
        ["", "6155550142", "6155550143", "9015550100"],
        ["", "123456780", "123456708", "555000111"],
    ];

    [Fact]
    public void Parts_AddUpToTheWeightAndTheProbability_EitherWayRound()
    {
        var record = Gen.CollectToArray(Values.Select(column => Gen.Elements(column))).Select(parts => string.Join('|', parts));
        Prop.ForAll(record.Two().ToArbitrary(), pair =>
        {
            var matcher = Linked.Matcher(Compared.Records(pair.Item1, pair.Item2));
            var explained = matcher.Explain(0, 1);
            var total = explained.PriorBits + explained.Parts.Sum(p => p.Bits) + explained.Parts.Sum(p => p.TermBits) + explained.HouseholdBits + explained.GuardBits;

            Assert.Equal(total, matcher.Weigh(0, 1).Bits, 1e-9);
            Assert.Equal(total, matcher.Weigh(1, 0).Bits, 1e-9);
            Assert.Equal(total, matcher.Explain(1, 0).TotalBits, 1e-9);
            Assert.Equal(1 / (1 + Math.Pow(2, -total)), explained.Probability, 1e-9);
            Assert.True(explained.HouseholdBits <= 0 && explained.GuardBits <= 0);
            Assert.Equal(8, explained.Parts.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
