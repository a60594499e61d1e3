using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

public class PatientFeaturesTests
{
    [Fact]
    public void Compute_ThreePlacesInAQuarter_CountsThemOnTheBestDay()
    {
        var features = Features(
            """
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | X
            20     | clonazepam 1 mg | 30   | B          | Y
            85     | clonazepam 1 mg | 30   | C          | Z
            300    | clonazepam 1 mg | 30   | A          | X
            """,
            asOf: 320);

        Assert.Equal(3, features["practices-90d"]);
        Assert.Equal(3, features["dispensers-90d"]);
        Assert.Equal(2, features["prescribers-30d"]);
        Assert.Equal(4, features["fills-365d"]);
        Assert.Equal(0.5, features["spread-365d"], 6);
        Assert.Equal(2, features["new-practices-183d"]);
        Assert.Equal(3, features["pairs-365d"]);
    }

    [Fact]
    public void Compute_FillExactlyAWindowLater_IsOutsideTheWindow()
    {
        const string table =
            """
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 7    | A          | X
            90     | clonazepam 1 mg | 7    | B          | Y
            """;

        Assert.Equal(1, Features(table, asOf: 100)["practices-90d"]);
        Assert.Equal(2, Features(table.Replace("90 ", "89 ", StringComparison.Ordinal), asOf: 100)["practices-90d"]);
    }

    [Fact]
    public void Compute_SupplyFromTwoPractices_CountsTheSharedDays()
    {
        var features = Features(
            """
            filled | drug            | qty | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30  | 30   | A          | X
            20     | clonazepam 1 mg | 30  | 30   | B          | Y
            """,
            asOf: 60);

        Assert.Equal(10, features["overlap-days-two-practices-183d"]);
        Assert.Equal(10, features["overlap-days-183d"]);
        Assert.Equal(50, features["days-covered-365d"]);
        Assert.Equal(50, features["longest-run"]);
        Assert.Equal(1, features["early-fills-183d"]);
        Assert.Equal(10, features["days-early-183d"]);
        Assert.Equal(1, features["early-elsewhere-365d"]);
        Assert.Equal(10, features["stockpile-183d"]);
        // 1 mg clonazepam is 2 mg lorazepam: 2 a day, 4 on the ten shared days.
        Assert.Equal(4, features["lme-max"], 4);
        Assert.Equal((20 * 2 + 10 * 4) / 30.0, features["lme-30d"], 4);
    }

    [Fact]
    public void Compute_CashAtAnotherPharmacyAfterAnInsuredFill_IsCashWhileInsured()
    {
        var features = Features(
            """
            filled | drug            | days | prescriber | dispenser | pay
            0      | clonazepam 1 mg | 30   | A          | X         | insurance
            10     | clonazepam 1 mg | 30   | A          | Y         | cash
            40     | clonazepam 1 mg | 30   | A          | X         | insurance
            50     | clonazepam 1 mg | 30   | A          | X         | cash
            """,
            asOf: 60);

        Assert.Equal(1, features["cash-while-insured-365d"]);
        Assert.Equal(2, features["cash-fills-183d"]);
        Assert.Equal(0.5, features["cash-share-365d"], 6);
        Assert.Equal(2, features["payment-types-183d"]);
        Assert.Equal(3, features["payment-switches-365d"]);
    }

    [Fact]
    public void Compute_ThreeKindsOfDrugTogether_CountsTheTriple()
    {
        var features = Features(
            """
            filled | drug               | days
            0      | tramadol 50 mg     | 30
            10     | alprazolam 1 mg    | 30
            25     | carisoprodol 350 mg | 30
            """,
            asOf: 60);

        Assert.Equal(20, features["opioid-benzodiazepine-days-183d"]);
        Assert.Equal(5, features["triple-days-90d"]);
        Assert.Equal(2, features["sedatives-90d"]);
    }

    [Fact]
    public void Compute_FillsBeforeTheHorizon_AreNoBestDay()
    {
        const string table =
            """
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | X
            1      | clonazepam 1 mg | 30   | B          | Y
            2      | clonazepam 1 mg | 30   | C          | Z
            700    | clonazepam 1 mg | 30   | A          | X
            """;

        Assert.Equal(3, Features(table, asOf: 731)["practices-30d"]);
        Assert.Equal(1, Features(table, asOf: 732)["practices-30d"]);
    }

    /// <summary>Four practices in a quarter long ago, two in the last; the best days stay beside what is now.</summary>
    [Fact]
    public void Now_LooksAtTheLastNinetyDaysOnly_AndLeavesTheBestDaysAlone()
    {
        var history = History.Of(
            """
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | X
            20     | clonazepam 1 mg | 30   | B          | Y
            40     | clonazepam 1 mg | 30   | C          | Z
            60     | clonazepam 1 mg | 30   | D          | X
            300    | clonazepam 1 mg | 30   | A          | X
            320    | clonazepam 1 mg | 30   | B          | X
            """);
        var (features, place) = (new PatientFeatures(), PatientFeatures.Definitions.Index().Single(d => d.Item.Name == "practices-90d").Index);
        var (loaded, none) = (history.AsOf(330), PopulationReference.None);

        var best = features.Compute(loaded, history.Reference, none);
        var before = best.ToArray();

        Assert.Equal((4, 2), (best[place], features.Now(loaded, history.Reference, none)[place]));
        Assert.Equal(before, best.ToArray());
        Assert.Equal(before, features.Compute(loaded, history.Reference, none).ToArray());
        Assert.Equal(2, features.Now(history.AsOf(409), history.Reference, none)[place]); // day 320 is the first of 90
        Assert.Equal(0, features.Now(history.AsOf(410), history.Reference, none)[place]);
    }

    [Fact]
    public void Compute_RecordsInAnotherOrder_AreTheSame()
    {
        var random = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            var history = RandomHistory.Of(seed: i);
            var asOf = History.Day(500);
            var features = new PatientFeatures();
            var forward = features.Compute(history.Load(history.Rows, asOf), history.Reference, PopulationReference.None).ToArray();
            var shuffled = history.Rows.ToArray();
            random.Shuffle(shuffled);

            Assert.Equal(forward, features.Compute(history.Load(shuffled, asOf), history.Reference, PopulationReference.None).ToArray());
        }
    }

    [Fact]
    public void Compute_AfterOtherPatients_IsTheSameAsAlone()
    {
        var used = new PatientFeatures();
        for (var i = 0; i < 300; i++)
        {
            var history = RandomHistory.Of(seed: i);
            var loaded = history.AsOf(500);

            Assert.Equal(
                new PatientFeatures().Compute(loaded, history.Reference, PopulationReference.None).ToArray(),
                used.Compute(loaded, history.Reference, PopulationReference.None).ToArray());
        }
    }

    private static Dictionary<string, float> Features(string table, int asOf)
    {
        var history = History.Of(table);
        var vector = new PatientFeatures().Compute(history.AsOf(asOf), history.Reference, PopulationReference.None);
        var features = new Dictionary<string, float>();
        for (var f = 0; f < vector.Length; f++)
        {
            features.Add(PatientFeatures.Definitions[f].Name, vector[f]);
        }

        return features;
    }
}
