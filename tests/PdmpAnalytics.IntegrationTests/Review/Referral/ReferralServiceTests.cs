using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Review.Work;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review.Referral;

public class ReferralServiceTests
{
    private static readonly ReferralGrounds Grounds = new(ReferralKind.Board, "2026-117", "152.126", "five practices");

    [Theory, OnSqlite, OnPostgres]
    public async Task Packet_IsTheSameToTheByte_UntilTheAlertChanges(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        var service = desk.Database.Get<ReferralService>();
        var first = (await service.PacketAsync(1, "ana", "json")).Value;
        desk.Clock.Now = ReviewDesk.Start.AddDays(3);
        var again = (await service.PacketAsync(1, "ben", "html")).Value;
        Assert.Equal((first.Id, first.Content, first.Sha256), (again.Id, again.Content, again.Sha256));
        Assert.Equal(1, Assert.Single(PacketJson.Read(first.Content).Findings).RuleVersion);

        await desk.PublishAsync(Findings.Judge(1, Findings.Of(severity: Severity.High, evidence: [1, 2, 3, 9])));
        Assert.NotEqual(first.Id, (await service.PacketAsync(1, "ana", "json")).Value.Id);
        Assert.Equal(["alert.raised", "packet.exported", "packet.exported", "packet.exported"], await desk.ActionsAsync(1));
        Assert.Equal(RefusalReason.NotFound, (await service.PacketAsync(9, "ana", "json")).Refusal?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ChangedPacket_IsNotHandedOut(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        var service = desk.Database.Get<ReferralService>();
        await service.PacketAsync(1, "ana", "json");
        await using (var db = desk.Database.Open())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE case_packets SET content = replace(content, '5 things', '6 things')");
        }

        Assert.Equal(RefusalReason.WrongState, (await service.PacketAsync(1, "ana", "json")).Refusal?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Referral_NeedsTwoPeople_ACaseNumberAndABasis(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        var service = desk.Database.Get<ReferralService>();
        Assert.Equal(RefusalReason.Incomplete, (await service.ProposeAsync(1, Grounds with { CaseNumber = " " }, "ana")).Refusal?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await service.ProposeAsync(1, Grounds with { StatutoryBasis = "" }, "ana")).Refusal?.Reason);
        var proposed = (await service.ProposeAsync(1, Grounds, "ana")).Value;
        Assert.Equal(proposed.Id, Assert.Single(await service.ListAsync(null)).Id);

        Assert.Equal(RefusalReason.NotAllowed, (await service.DecideAsync(proposed.Id, approve: true, "ana")).Refusal?.Reason);
        Assert.Equal(ReferralState.Approved, (await service.DecideAsync(proposed.Id, approve: true, "ben")).Value.State);
        Assert.Equal(RefusalReason.WrongState, (await service.DecideAsync(proposed.Id, approve: false, "cay")).Refusal?.Reason);
        Assert.Empty(await service.ListAsync(null));
        Assert.Equal(["alert.raised", "referral.proposed", "referral.approved"], await desk.ActionsAsync(1));
        Assert.DoesNotContain(await desk.AllAsync<AuditEvent>(), e => e.Detail.Contains("five practices", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LawEnforcement_IsOffUntilConfigured(StorageProvider provider)
    {
        await using var off = await ReviewDesk.OpenAsync(provider, null, Severity.High);
        Assert.Equal(RefusalReason.NotAllowed, (await off.Database.Get<ReferralService>().ProposeAsync(1, Grounds with { Kind = ReferralKind.LawEnforcement }, "ana")).Refusal?.Reason);
        await using var on = await ReviewDesk.OpenAsync(provider, new ReviewOptions { LawEnforcementReferrals = true }, Severity.High);
        Assert.True((await on.Database.Get<ReferralService>().ProposeAsync(1, Grounds with { Kind = ReferralKind.LawEnforcement }, "ana")).Succeeded);
    }
}
