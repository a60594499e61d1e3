using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Review.Work;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Auditing;

public class AuditLogTests
{
    private const string Changed = "UPDATE audit_events SET detail = 'nothing' WHERE sequence = 3";
    private const string ChangedTime = "UPDATE audit_events SET actor = 'ben' WHERE sequence = 1";
    private const string Removed = "DELETE FROM audit_events WHERE sequence = 3";
    private const string RemovedFirst = "DELETE FROM audit_events WHERE sequence = 1";
    private const string CutOff = "DELETE FROM audit_events WHERE sequence >= 5";
    private const string Emptied = "DELETE FROM audit_events";
    private const string HeadMoved = "UPDATE audit_heads SET sequence = 5";
    private const string Reordered =
        """
        UPDATE audit_events SET sequence = 100 WHERE sequence = 2;
        UPDATE audit_events SET sequence = 2 WHERE sequence = 3;
        UPDATE audit_events SET sequence = 3 WHERE sequence = 100
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task AnyChangeOfTheTable_IsFound(StorageProvider provider)
    {
        foreach (var (tampering, at) in new[]
        {
            (Changed, 3L), (ChangedTime, 1), (Removed, 3), (RemovedFirst, 1), (CutOff, 5), (Emptied, 1), (HeadMoved, 6), (Reordered, 2),
        })
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            var log = database.Get<AuditLog>();
            for (var i = 1; i <= 6; i++)
            {
                await log.AppendAsync(new AuditEntry("ana", "alert.opened", $"alert:{i}", "why"));
            }

            Assert.Equal(new AuditVerification(6, null), await log.VerifyAsync());
            await using (var db = database.Open())
            {
                await db.Database.ExecuteSqlRawAsync(tampering);
            }

            Assert.Equal(at, (await log.VerifyAsync()).Fault?.Sequence);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Log_IsReadByFilterAndPage_AndReadingItIsKept(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High, Severity.High);
        var log = desk.Database.Get<AuditLog>();
        await log.AppendAsync(new AuditEntry("ana", "patient.opened", "patient:1", ""));
        await log.AppendAsync(new AuditEntry("ben", "patient.opened", "patient:2", ""));
        var reading = desk.Database.Get<AuditReadingService>();

        var first = await reading.PageAsync(new AuditFilter { Top = 3 }, "aud");
        Assert.Equal([4, 3, 2], first.Events.Select(e => e.Sequence));
        var second = await reading.PageAsync(new AuditFilter { Top = 3, Before = first.Next }, "aud");
        Assert.Equal([1], second.Events.Select(e => e.Sequence));
        Assert.Null(second.Next);
        Assert.Equal(["patient:1"], (await reading.PageAsync(new AuditFilter { Actor = "ana", Action = "patient." }, "aud")).Events.Select(e => e.Subject));
        Assert.Empty((await reading.PageAsync(new AuditFilter { To = new DateOnly(2026, 5, 31) }, "aud")).Events);

        var looked = await desk.Database.Get<PatientAccessService>().WhoLookedAsync(1, new AuditFilter(), "aud");
        Assert.Equal([("ana", "patient.opened"), ("system", "alert.raised")], looked.Events.Select(e => (e.Actor, e.Action)));
        Assert.Equal(5, (await desk.AllAsync<AuditEvent>()).Count(e => e.Action == "audit.read" && e.Actor == "aud"));
    }
}
