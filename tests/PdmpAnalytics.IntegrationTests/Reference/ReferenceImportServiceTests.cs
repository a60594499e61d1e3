using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Reference;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Reference;

public class ReferenceImportServiceTests
{
    private const string NdcHeader =
        "ELEVEN_DIGIT_NDC,PROPRIETARYNAME,DOSAGEFORMNAME,LABELERNAME,SUBSTANCENAME,ACTIVE_NUMERATOR_STRENGTH,ACTIVE_INGRED_UNIT,PACKAGEDESCRIPTION";

    [Theory, OnSqlite, OnPostgres]
    public async Task Directory_AddsProducts_AndNamesThoseSeenBefore(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            db.AddRange(
                new DrugProduct { Id = 1, Qualifier = 1, Code = "00004005801" },
                new DrugProduct { Id = 2, Qualifier = 6, Code = "00004006801" });
            await db.SaveChangesAsync();
        }

        var file = await WriteAsync(
            database, "ndc.csv", NdcHeader,
            "00004005801,Klonopin,TABLET,Genentech,CLONAZEPAM,1,mg/1,100",
            "00004006801,Klonopin,TABLET,Genentech,CLONAZEPAM,.5,mg/1,100",
            "00093083201,Cardizem,TABLET,Maker,DILTIAZEM,30,mg/1,100");
        var first = await ImportAsync(database, ReferenceKind.Ndc, file);
        var again = await ImportAsync(database, ReferenceKind.Ndc, file);

        Assert.Equal((3, 1, 1, 0, 1), (first.Read, first.Added, first.Changed, first.Unchanged, first.Skipped));
        Assert.Equal((3, 0, 0, 2, 1), (again.Read, again.Added, again.Changed, again.Unchanged, again.Skipped));
        await using var read = database.Open();
        var products = await read.Set<DrugProduct>().OrderBy(p => p.Id).ToListAsync();
        Assert.Equal(["clonazepam", null, "clonazepam"], products.Select(p => p.Ingredient));
        Assert.Equal((1.0, "tablet", "Klonopin 1 mg", "NDC directory"), (products[0].StrengthMg, products[0].Form, products[0].Label, products[0].Source));
        Assert.Equal((3, "00004006801", 0.5), (products[2].Id, products[2].Code, products[2].StrengthMg));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ChangedReference_HasThePatientsItTouchesJudgedAgain_TheSameAgainNobody(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        // Two people; nothing is known of the product of the second one.
        CsvRow[] rows = [CsvRow.Sound, CsvRow.Sound.Rx("700200").With("patient_last_name", "OTHER").With("patient_id", "").With("ndc", "55555066601")];
        await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "test.csv");
        await using var db = database.Open();
        await JudgedAsync();
        var ndc = await WriteAsync(database, "ndc.csv", NdcHeader, "55555066601,Any,TABLET,Any,CLONAZEPAM,1,mg/1,100");
        var factors = await WriteAsync(database, "f.csv", "ingredient,set,kind,factor,source", "tramadol,CDC2022,mme,0.1,rule 7");

        await ImportAsync(database, ReferenceKind.Ndc, ndc);
        Assert.Equal([2], await JudgedAsync());
        await ImportAsync(database, ReferenceKind.Factors, factors);
        Assert.Equal([1, 2], await JudgedAsync());
        await ImportAsync(database, ReferenceKind.Zip, await WriteAsync(database, "z.csv", "zip,latitude,longitude", "41311,1,2"));
        Assert.Equal([1, 2], await JudgedAsync());
        await ImportAsync(database, ReferenceKind.Ndc, ndc);
        await ImportAsync(database, ReferenceKind.Factors, factors);
        Assert.Empty(await JudgedAsync());

        async Task<List<long>> JudgedAsync()
        {
            var marked = await JudgingMarks.ClaimAsync(db, default);
            await JudgingMarks.ReleaseAsync(db, marked, default);
            return [.. marked.Order()];
        }
    }

    [Theory, OnSqlite]
    public async Task TextEdition_IsFoundByFolderOrEitherHalf(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var products = await WriteAsync(
            database, "product.txt",
            "PRODUCTID\tPROPRIETARYNAME\tDOSAGEFORMNAME\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT",
            "0004-0058_a\tKlonopin\tTABLET\tGenentech\tCLONAZEPAM\t1\tmg/1");
        var alone = await ImportAsync(database, ReferenceKind.Ndc, products);
        Assert.Equal([new ReferenceProblem(0, ReferenceProblemCode.SiblingMissing, "package.txt")], alone.Problems);

        var packages = await WriteAsync(
            database, "package.txt", "PRODUCTID\tNDCPACKAGECODE\tPACKAGEDESCRIPTION", "0004-0058_a\t0004-0058-01\t100 TABLET in 1 BOTTLE");
        foreach (var (path, added) in new[] { (database.Folder, 1), (products, 0), (packages, 0) })
        {
            var import = await ImportAsync(database, ReferenceKind.Ndc, path);
            Assert.Equal((false, 1, added), (import.IsRejected, import.Read, import.Added));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Centroids_TakeTheTablesPlace(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await ImportAsync(database, ReferenceKind.Zip, await WriteAsync(database, "a.csv", "zip,latitude,longitude", "41311,1,2", "41312,3,4"));
        var second = await ImportAsync(
            database, ReferenceKind.Zip, await WriteAsync(database, "b.csv", "zip,latitude,longitude", "41312,3,5", "00601,18,-66"));
        Assert.Equal((1, 1, 0), (second.Added, second.Changed, second.Unchanged));
        await using var read = database.Open();
        Assert.Equal([601, 41312], await read.Set<ZipCentroid>().OrderBy(z => z.Zip).Select(z => z.Zip).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Factors_StandInForShippedOnes_AndOthersStay(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        const string header = "ingredient,set,kind,factor,source";
        await ImportAsync(database, ReferenceKind.Factors, await WriteAsync(database, "a.csv", header, "tramadol,CDC2022,mme,0.1,rule 7"));
        await ImportAsync(database, ReferenceKind.Factors, await WriteAsync(database, "b.csv", header, "codeine,CDC2022,mme,0.2,rule 8"));
        await using var db = database.Open();
        var catalog = DrugCatalog.Shipped.With(await db.Set<ConversionFactor>().ToListAsync());
        Assert.Equal(
            (0.1, 0.2),
            (catalog.Ingredients.Single(i => i.Name == "tramadol").MmePerMgCdc2022, catalog.Ingredients.Single(i => i.Name == "codeine").MmePerMgCdc2022));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Registry_JoinsTheSitesOfItsGroup(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            db.AddRange(
                Prescriber(1, "1000000012"), Prescriber(2, "1000000020"), Prescriber(3, "1000000038"),
                Site(1, "9 MAIN ST||41311"), Site(2, "1 ELM ST||41311"), Site(3, "7 OAK ST||41311"));
            await db.SaveChangesAsync();
        }

        var import = await ImportAsync(database, ReferenceKind.Prescribers, await WriteAsync(
            database, "registry.csv", "npi,dea,taxonomy,organisation,group,address,zip",
            "1000000012,,2084P0800X,Hill Clinic,G1,9 Main Street,41311",
            "1000000020,,2084P0800X,Hill Clinic,G1,1 Elm St.,41311",
            "1234567890,,2084P0800X,Hill Clinic,G1,7 Oak St,41311"));
        Assert.Equal((3, 2, 1), (import.Read, import.Added, import.Problems.Count));

        var reference = await database.Get<DispensingReferenceService>().LoadAsync(default);
        Assert.Equal([1, 1, 3], reference.PrescriberSites.Skip(1).Select(s => s.PracticeId));
        Assert.Equal("Hill Clinic (41311)", reference.PracticeNames[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Registry_MarksWhoWritesInCancerCare_UnderEitherNumber(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            db.AddRange(
                Prescriber(1, "1000000012"), Prescriber(2, "1000000020"), Prescriber(3, "1000000038"),
                Site(1, "9 MAIN ST||41311"), Site(2, "1 ELM ST||41311"), Site(3, "7 OAK ST||41311"));
            await db.SaveChangesAsync();
        }

        await ImportAsync(database, ReferenceKind.Prescribers, await WriteAsync(
            database, "registry.csv", "npi,dea,taxonomy,organisation,group,address,zip",
            "1000000012,,207RH0003X,,,9 Main Street,41311",
            // Two listings of one person: either says it.
            "1000000020,,208D00000X,,,,",
            "1000000020,,207rh0002x,,,2 Elsewhere Rd,41311",
            "1000000038,,2084P0800X,,,7 Oak St,41311"));

        var reference = await database.Get<DispensingReferenceService>().LoadAsync(default);
        Assert.Equal([true, true, false], reference.PrescriberSites.Skip(1).Select(s => s.CancerCare));
    }

    [Theory, OnSqlite]
    public async Task FileAtFault_ChangesNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await ImportAsync(database, ReferenceKind.Zip, await WriteAsync(database, "a.csv", "zip,latitude,longitude", "41311,1,2"));
        var truncated = Path.Combine(database.Folder, "b.csv.gz");
        await File.WriteAllBytesAsync(truncated, Gzip("zip,latitude,longitude\n41312,1,2\n")[..^12]);
        foreach (var file in new[] { truncated, await WriteAsync(database, "c.csv", "place,latitude", "x,1") })
        {
            Assert.True((await ImportAsync(database, ReferenceKind.Zip, file)).IsRejected);
        }

        await using var read = database.Open();
        Assert.Equal(41311, (await read.Set<ZipCentroid>().SingleAsync()).Zip);
    }

    [SharedFilesTheory, OnSqlite, OnPostgres]
    public async Task SharedFiles_MakeEveryProductOfTheSampleKnown(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var ndc = await ImportAsync(database, ReferenceKind.Ndc, SharedFiles.PathOf("reference/fda-ndc-controlled-2015-12.csv.gz"));
        var zip = await ImportAsync(database, ReferenceKind.Zip, SharedFiles.PathOf("reference/zcta-centroids-2021.csv.gz"));
        Assert.False(ndc.IsRejected || zip.IsRejected);
        Assert.Equal(10_732, ndc.Read);
        await using var db = database.Open();
        var known = await db.Set<DrugProduct>().Where(p => p.Ingredient != null && p.StrengthMg > 0).Select(p => p.Code).ToHashSetAsync();
        using var sample = new StreamReader(SharedFiles.OpenGzip("samples/dispensations-two-years.csv.gz"));
        var column = Array.IndexOf((await sample.ReadLineAsync())!.Split(','), "ndc");
        var codes = new HashSet<string>();
        while (await sample.ReadLineAsync() is { } line)
        {
            codes.Add(line.Split(',')[column]);
        }

        Assert.Empty(codes.Except(known));
        Assert.Equal(zip.Read, await db.Set<ZipCentroid>().CountAsync());
    }

    private static Task<ReferenceImport> ImportAsync(TestDatabase database, ReferenceKind kind, string path) =>
        database.Get<ReferenceImportService>().ImportAsync(kind, path, CancellationToken.None);

    private static async Task<string> WriteAsync(TestDatabase database, string name, params string[] lines)
    {
        var path = Path.Combine(database.Folder, name);
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static Prescriber Prescriber(int id, string npi) => new()
    {
        Id = id, Key = [(byte)id], Npi = npi, Dea = "", DeaSuffix = "", LastName = $"NAME {id}", FirstName = "",
    };

    private static PrescriberSite Site(int id, string address) => new()
    {
        Id = id, Key = [(byte)id], PrescriberId = id, AddressKey = address, Zip = 41311, State = "KY", Phone = "", Fills = 1,
    };
}
