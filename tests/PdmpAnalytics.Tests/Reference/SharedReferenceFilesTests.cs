using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Reference;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Reference;

/// <summary>The real directory, centroids and sample that lie beside the repository.</summary>
public class SharedReferenceFilesTests
{
    private const string Directory2015 = "reference/fda-ndc-controlled-2015-12.csv.gz";
    private const string Zcta2021 = "reference/zcta-centroids-2021.csv.gz";
    private const string Sample = "samples/dispensations-two-years.csv.gz";

    [SharedFilesFact]
    public void DirectoryOf2015_IsReadButForSubstancesOutsideTheCatalogue()
    {
        var rows = new NdcDirectoryReader(DrugCatalog.Shipped).ReadCsv(() => SharedFiles.OpenGzip(Directory2015));
        Assert.Equal(10_732, rows.Read);
        // One package of diltiazem and a kit without substances are all that is not of interest.
        Assert.Equal(2, rows.Skipped);
        // Sixteen fentanyl patches listed otherwise than by rate, two homeopathic pellets and three rows without a unit.
        Assert.All(rows.Problems, p => Assert.Equal(ReferenceProblemCode.Strength, p.Code));
        Assert.Equal(21, rows.Problems.Count);
        Assert.Equal(10_730, rows.Rows.Count);
    }

    [SharedFilesFact]
    public void ShippedProducts_AgreeWithTheDirectoryOf2015()
    {
        var directory = new NdcDirectoryReader(DrugCatalog.Shipped).ReadCsv(() => SharedFiles.OpenGzip(Directory2015))
            .Rows.ToDictionary(r => r.Ndc);
        Assert.All(DrugCatalog.Shipped.Products, shipped =>
        {
            var listed = directory[shipped.Ndc];
            Assert.Equal((shipped.Ingredient!.Name, shipped.Form), (listed.Ingredient, listed.Form));
            Assert.Equal(shipped.StrengthMg, listed.StrengthMg, 6);
        });
    }

    [SharedFilesFact]
    public void EveryProductOfTheSample_IsKnownWithIngredientAndStrength()
    {
        var directory = new NdcDirectoryReader(DrugCatalog.Shipped).ReadCsv(() => SharedFiles.OpenGzip(Directory2015))
            .Rows.ToDictionary(r => r.Ndc.ToString());
        var codes = SampleRows().Select(row => row["ndc"]).ToHashSet();
        Assert.True(codes.Count > 50);
        Assert.All(codes, code => Assert.True(directory[code].StrengthMg > 0, code));
    }

    [SharedFilesFact]
    public void CentroidsOf2021_AreReadWithoutAFault()
    {
        var rows = ZipCentroidReader.Read(() => SharedFiles.OpenGzip(Zcta2021));
        Assert.Empty(rows.Problems);
        Assert.True(rows.Rows.Count > 33_000);
        var zips = new ZipCentroids(rows.Rows.Select(z => (z.Zip, z.Latitude, z.Longitude)));
        // Lower Manhattan to Cambridge, Massachusetts: 190 miles as the crow flies.
        Assert.InRange(zips.Miles(10007, 2139)!.Value, 180, 195);
    }

    [SharedFilesFact]
    public void PracticesOfTheSample_AreItsAddresses_ThoughATenthOfThePhonesIsMissing()
    {
        var prescribers = new Dictionary<string, PrescriberNumber>();
        var sites = new Dictionary<string, PracticeSite>();
        foreach (var row in SampleRows())
        {
            var number = row["prescriber_npi"] + "/" + row["prescriber_dea"] + "/" + row["prescriber_last_name"];
            prescribers.TryAdd(number, new PrescriberNumber(
                prescribers.Count + 1, row["prescriber_npi"], row["prescriber_dea"], "", row["prescriber_last_name"]));
            var zip = int.Parse(row["prescriber_zip"], CultureInfo.InvariantCulture);
            var key = AddressNormalizer.Normalize(row["prescriber_address"]).KeyWith(zip);
            var at = $"{number}/{key}/{row["prescriber_phone"]}";
            sites.TryAdd(at, new PracticeSite
            {
                Id = sites.Count + 1,
                PrescriberId = prescribers[number].Id,
                AddressKey = key,
                Zip = zip,
                Phone = row["prescriber_phone"],
            });
            sites[at] = sites[at] with { Fills = sites[at].Fills + 1 };
        }

        var groups = PracticeGrouping.Group([.. prescribers.Values], [.. sites.Values]);
        var pairs = sites.Values.Select(s => (s.AddressKey, groups.Sites[s.Id].PracticeId)).Distinct().ToArray();
        Assert.Equal(40, pairs.Length);
        Assert.Equal(40, pairs.Select(p => p.PracticeId).Distinct().Count());
        Assert.Contains(sites.Values, s => s.Phone.Length == 0);
    }

    /// <summary>The sample has no quotes and no commas inside fields.</summary>
    private static IEnumerable<Dictionary<string, string>> SampleRows()
    {
        using var text = new StreamReader(SharedFiles.OpenGzip(Sample));
        var header = text.ReadLine()!.Split(',');
        while (text.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            Assert.Equal(header.Length, fields.Length);
            yield return header.Index().ToDictionary(h => h.Item, h => fields[h.Index]);
        }
    }
}
