using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.IntegrationTests.Review.Work;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

public class QueueFilterTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task EachPart_FindsItsAlerts(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null);
        await desk.PublishAsync(
            Findings.Judge(1, Findings.Of(severity: Severity.Critical)).Scored(99),
            Findings.Judge(2, Findings.Of("OV-01", Severity.High)).Scored(91),
            Findings.Judge(3, Findings.Of("ER-01", Severity.Low, ReviewQueueKind.Safety)),
            Findings.Judge(4, Findings.Of(severity: Severity.Info, exemptBy: FillContext.Hospice)));
        await using (var db = desk.Database.Open())
        {
            db.AddRange(Record(1, "SMITH", "JOHN", "MN", "55414"), Record(2, "Smith", "Ann", "WI", "54001"), Record(3, "JONES", "JOHN", "MN", "55099"));
            await db.SaveChangesAsync();
        }

        await desk.TakeAsync(1, new ClaimAlert(), "ana");
        await desk.TakeAsync(2, new AssignAlert("ben"), "lea", lead: true);
        foreach (var (search, found) in new[]
        {
            ("", "1,2,3"), ("is:unclaimed", "3"), ("is:claimed", "1"), ("is:mine", "1"), ("to:ben", "2"), ("rule:ov-01", "2"), ("queue:safety", "3"),
            ("severity:>=high", "1,2"), ("severity:low", "3"), ("score:>91", "1"), ("score:>=91", "1,2"), ("drug:sedatives", "1,2,3"), ("drug:opioids", ""),
            ("is:exempt", "4"), ("smith", "1,2"), ("smith, john", "1"), ("Ann Smith", "2"), ("in:mn", "1,3"), ("zip:554", "1"), ("zip:550", "3"),
            ("patient:3", "3"), ("4", "4"), ("state:in_review", "1"), ("age:>0", ""), ("age:<=0 score:>90 severity:high", "2"), ("is:overdue", ""),
        })
        {
            Assert.True(found == await ReviewWorkServiceTests.FoundAsync(desk, search), $"{search}: {await ReviewWorkServiceTests.FoundAsync(desk, search)}");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_FollowTheOrderAskedFor_AndAddUp(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null);
        for (var day = 0; day < 3; day++)
        {
            desk.Clock.Now = ReviewDesk.Start.AddDays(day);
            await desk.PublishAsync([.. Enumerable.Range(1 + day * 10, 10).Select(i => Findings.Judge(i, Findings.Of(severity: i % 2 == 0 ? Severity.High : Severity.Low)).Scored(90 + i / 10.0))]);
        }

        var queue = desk.Database.Get<ReviewQueue>();
        foreach (var sort in Enum.GetValues<AlertSort>())
        {
            var whole = await queue.IdsAsync(AlertFilter.Queued with { Sort = sort }, 100);
            var pages = new List<long>();
            for (var skip = 0; skip < 30; skip += 7)
            {
                var page = await queue.PageAsync(AlertFilter.Queued with { Sort = sort, Skip = skip, Top = 7 });
                Assert.Equal(30, page.Total);
                pages.AddRange(page.Alerts.Select(a => a.Id));
            }

            Assert.Equal(whole, pages);
        }

        var counted = await queue.PageAsync(AlertFilter.Queued with { CountUpTo = 7, Top = 1 });
        Assert.Equal((7, true, 1), (counted.Total, counted.IsMore, counted.Alerts.Count));
        Assert.False((await queue.PageAsync(AlertFilter.Queued with { CountUpTo = 30, Top = 1 })).IsMore);
        Assert.Equal(30, (await queue.IdsAsync(AlertFilter.Queued with { Sort = AlertSort.Score }, 1)).Single());
        Assert.Equal(2, (await queue.IdsAsync(AlertFilter.Queued with { Sort = AlertSort.Due }, 1)).Single());
    }

    private static PatientRecord Record(long id, string last, string first, string state, string zip) => new()
    {
        Id = id, Key = [(byte)id], BaseKey = [(byte)id], PatientId = id, HomePatientId = id, LastName = last, FirstName = first, MiddleName = "", Suffix = "",
        BirthDate = new DateOnly(1970, 1, 1), Sex = "", Address = "", City = "", State = state, Zip = zip, Phone = "", IdQualifier = 0, IdValue = "", Animal = false,
    };
}
