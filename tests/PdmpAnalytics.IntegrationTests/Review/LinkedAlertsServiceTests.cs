using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Review.Work;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

public class LinkedAlertsServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task SameGroupAndSameAddress_AreFoundOnceUnderTheStrongestLink(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null);
        var ring = Findings.Of("CL-02");
        await desk.PublishAsync(
            Findings.Judge(1, ring), Findings.Judge(2, ring), Findings.Judge(3, Findings.Of("CL-02") with { Values = [new FindingValue("n", 9)] }),
            Findings.Judge(4, Findings.Of()), Findings.Judge(5, Findings.Of()));
        await using (var db = desk.Database.Open())
        {
            db.AddRange(At(1, "12 Elm St", "37201"), At(2, "12 Elm St", "37201"), At(4, "12 Elm St", "37201"), At(5, "12 Elm St", "55414"));
            await db.SaveChangesAsync();
        }

        var linked = (await desk.Database.Get<LinkedAlertsService>().OfAsync(1)).Value;

        Assert.Equal([(2L, AlertLink.Group, "CL-02"), (4L, AlertLink.Address, null)], linked.Select(l => (l.Alert.SubjectId, l.Link, l.RuleId)));
        Assert.Equal(RefusalReason.NotFound, (await desk.Database.Get<LinkedAlertsService>().OfAsync(99)).Refusal?.Reason);
    }

    private static PatientRecord At(long id, string address, string zip) => new()
    {
        Id = id, Key = [(byte)id], BaseKey = [(byte)id], PatientId = id, HomePatientId = id, LastName = "TESTPATIENT", FirstName = "A", MiddleName = "", Suffix = "",
        BirthDate = new DateOnly(1970, 1, 1), Sex = "", Address = address, City = "", State = "TN", Zip = zip, Phone = "", IdQualifier = 0, IdValue = "", Animal = false,
    };
}
