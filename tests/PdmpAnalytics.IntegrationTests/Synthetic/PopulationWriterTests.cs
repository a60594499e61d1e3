using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Synthetic;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Synthetic;

public sealed class PopulationWriterTests : IDisposable
{
    private static readonly string[] FileNames = ["dispensations.csv", "labels.csv", "prescribers.csv", "records.csv"];
    private static readonly PopulationOptions Sample = new() { Patients = 2000, Days = 730, Seed = 7 };
    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-population-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CommittedSample_IsWhatTheCommandMakes()
    {
        PopulationWriter.Write(Sample, DrugCatalog.Shipped, _folder);

        foreach (var name in FileNames)
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(_folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(RepositoryFiles.Path("data-samples", "generated", name))),
                $"{name} differs: run the command of data-samples/generated/README.md and commit the result.");
        }
    }

    [Theory]
    [InlineData(AsapRelease.V42B)]
    [InlineData(AsapRelease.V50)]
    public void CommittedAsapSample_IsWhatTheCommandMakes(AsapRelease release)
    {
        PopulationWriter.Write(new PopulationOptions { Patients = 40, Days = 365, Seed = 7 }, DrugCatalog.Shipped, _folder, release);

        Assert.Equal(
            File.ReadAllText(RepositoryFiles.Path("data-samples", "asap", $"generated-{release.Name()}.asap")),
            File.ReadAllText(Path.Combine(_folder, "dispensations.asap")));
        Assert.False(File.Exists(Path.Combine(_folder, "dispensations.csv")));
    }

    [Fact]
    public void SameOptions_SameBytesAndNothingLeftBehind()
    {
        var options = new PopulationOptions { Patients = 300, Seed = 11 };
        PopulationWriter.Write(options, DrugCatalog.Shipped, Path.Combine(_folder, "one"));
        PopulationWriter.Write(options, DrugCatalog.Shipped, Path.Combine(_folder, "two"));

        Assert.Equal(FileNames, Directory.GetFiles(Path.Combine(_folder, "one")).Select(Path.GetFileName).Order());
        Assert.All(FileNames, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "one", name)), File.ReadAllBytes(Path.Combine(_folder, "two", name))));
    }

    [Fact]
    public void OtherSeed_OtherPeople()
    {
        PopulationWriter.Write(new PopulationOptions { Patients = 100, Seed = 1 }, DrugCatalog.Shipped, Path.Combine(_folder, "one"));
        PopulationWriter.Write(new PopulationOptions { Patients = 100, Seed = 2 }, DrugCatalog.Shipped, Path.Combine(_folder, "two"));

        Assert.NotEqual(File.ReadAllBytes(Path.Combine(_folder, "one", "dispensations.csv")), File.ReadAllBytes(Path.Combine(_folder, "two", "dispensations.csv")));
    }

    [Fact]
    public void EveryRow_HasTheRequiredColumnsAKnownProductAndAKeyOfItsOwn()
    {
        string[] required = ["patient_last_name", "patient_first_name", "patient_birth_date", "rx_number", "date_filled", "refill_number", "ndc", "quantity", "days_supply", "pharmacy_dea"];
        PopulationWriter.Write(Sample with { Seed = 8 }, DrugCatalog.Shipped, _folder);
        var keys = new HashSet<string>();
        var rows = 0;

        foreach (var row in Rows("dispensations.csv"))
        {
            rows++;
            Assert.All(required, column => Assert.NotEqual("", row[column]));
            Assert.True(row["prescriber_npi"].Length + row["prescriber_dea"].Length > 0);
            Assert.True(Ndc.TryParse(row["ndc"], out var ndc) && DrugCatalog.Shipped.TryGetProduct(ndc, out _));
            var filled = DateOnly.ParseExact(row["date_filled"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.InRange(filled, Sample.Start, Sample.Start.AddDays(Sample.Days - 1));
            Assert.InRange(int.Parse(row["days_supply"], CultureInfo.InvariantCulture), 1, 999);
            Assert.True(int.Parse(row["refill_number"], CultureInfo.InvariantCulture) <= int.Parse(row["refills_authorized"], CultureInfo.InvariantCulture));
            Assert.True(keys.Add(string.Join('|', row["pharmacy_dea"], row["rx_number"], row["date_filled"], row["refill_number"], row["partial_fill"])));
        }

        Assert.InRange((double)rows / Sample.Patients, 12, 20);
    }

    [Fact]
    public void Truth_CoversEveryPatientAndRecord()
    {
        var summary = PopulationWriter.Write(Sample with { Seed = 9 }, DrugCatalog.Shipped, _folder);
        var truth = TruthFolder.Read(_folder, DrugCatalog.Shipped);

        Assert.Equal((Sample.Patients, summary.Fills), (truth.Patients.Count, truth.Records.Count));
        Assert.InRange((double)summary.Misuse / summary.Patients, 0.005, 0.01);
        Assert.Equal(truth.Patients.Select(p => p.Id), truth.Records.Select(r => r.TruePatient).Distinct().Order());
        Assert.Equal(truth.Patients.Count(p => p.Misuse), summary.Misuse);
    }

    [Fact]
    public void CheckDigits_AreWrongNowAndThenForInnocentPeopleToo()
    {
        PopulationWriter.Write(Sample with { Seed = 10 }, DrugCatalog.Shipped, _folder);
        var truth = TruthFolder.Read(_folder, DrugCatalog.Shipped);
        var innocent = truth.Patients.Where(p => !p.Misuse).SelectMany(p => p.Fills).ToArray();

        Assert.InRange((double)innocent.Count(f => !f.SoundDea) / innocent.Length, 0.002, 0.03);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void MisuseOfTwentyThousand_IsNotFoundBySimpleMeans(long seed)
    {
        PopulationWriter.Write(new PopulationOptions { Patients = 20_000, Seed = seed }, DrugCatalog.Shipped, _folder);

        var hardness = PopulationHardness.Of(TruthFolder.Read(_folder, DrugCatalog.Shipped).Patients);

        Assert.InRange(hardness.Published.Single(p => p.Name == "4x4-183").Quality.AveragePrecision, 0, PopulationHardness.FourByFourLimit);
        Assert.InRange(hardness.Published.Single(p => p.Name == "overlap-3-pharmacies").Quality.AveragePrecision, 0, PopulationHardness.OverlapLimit);
        Assert.True(hardness.TreeAveragePrecision < PopulationHardness.TreeLimit, $"{hardness.TreeAveragePrecision} on {hardness.TreeFigures}");
        Assert.True(hardness.MisuseBelowFive >= 0.5, $"{hardness.MisuseBelowFive}");
    }

    private IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        using var reader = new StreamReader(Path.Combine(_folder, name));
        var header = reader.ReadLine()!.Split(',');
        while (reader.ReadLine() is { } line)
        {
            // The generator writes no quotes: a plain split reads it, and would fail on the first one.
            yield return header.Zip(line.Split(','), KeyValuePair.Create).ToDictionary();
        }
    }
}
