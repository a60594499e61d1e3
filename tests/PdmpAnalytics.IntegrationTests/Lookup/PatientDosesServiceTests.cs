using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Lookup;

public class PatientDosesServiceTests
{
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    [Theory, OnSqlite, OnPostgres]
    public async Task TwoPatients_OneAskedFor_ItsDosesByDayAndByFill(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cases = new CaseFile(AsOf);
        cases.Add("one", "20", """
            filled | drug            | qty | days | dispenser
            0      | lorazepam 1 mg  | 10  | 10   | P
            5      | alprazolam 1 mg | 20  | 10   | Q
            8      | tramadol 50 mg  | 8   | 2    | Q
            """);
        cases.Add("two", "20", """
            filled | drug            | qty | days | dispenser
            0      | lorazepam 1 mg  | 99  | 3    | P
            """);
        await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(cases.Text)), "cases.csv");

        var doses = await database.Get<PatientDosesService>().OfAsync(1, AsOf);

        Assert.Equal([DoseKind.Lme, DoseKind.Mme], doses.Curves.Select(c => c.Kind));
        Assert.Equal([1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4], doses.Curves[0].Doses.Select(d => Math.Round(d, 9)));
        Assert.Equal(AsOf.AddDays(-20), doses.Curves[0].FirstDay);
        Assert.Equal([40, 40], doses.Curves[1].Doses.Where(d => d > 0).Select(d => Math.Round(d, 9)));
        Assert.Equal([(1, 0), (4, 0), (0, 40)], doses.Fills.OrderBy(f => f.Key).Select(f => (Math.Round(f.Value.Lme, 9), Math.Round(f.Value.Mme, 9))));
        Assert.Equal(2, doses.Fills.Values.Select(f => f.DispenserId).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task UnknownPatient_NoDoses(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var doses = await database.Get<PatientDosesService>().OfAsync(99, AsOf);

        Assert.Empty(doses.Curves);
        Assert.Empty(doses.Fills);
    }
}
