using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Nightly;

/// <summary>Which model a night scores with when somebody decides about models while it runs.</summary>
public class NightModelsTests
{
    private const int Patients = 120;

    /// <summary>
    /// The night's patients are claimed, then another model takes the champion's place: everybody is still scored by the first, in the ranges, in
    /// what follows them and in the report, and by the second in the next night.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task ModelPromotedInTheMiddleOfANight_IsTheNextNights(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, options: new NightlyOptions { PatientsPerRange = 10 });
        var inbox = NightInbox.Of(Patients, store.Database.Folder);
        inbox.Fill(store.Inbox, second: false);
        var (first, second) = (await AddAsync(store, "severity"), await AddAsync(store, "notable-rules"));
        await PromoteAsync(store, first);
        await store.RunAsync(NightInbox.FirstNight);
        Assert.Equal([(first, second)], await ModelsAsync(store));

        await store.ExecuteAsync($"INSERT INTO patients_to_judge SELECT id FROM patients WHERE merged_into IS NULL ON CONFLICT DO NOTHING");
        await store.Database.Get<NightLedgerService>().BeginAsync(NightInbox.SecondNight, "begun", CancellationToken.None);
        await store.Database.Get<NightRangeService>().PrepareAsync(NightInbox.SecondNight);
        await PromoteAsync(store, second);
        inbox.Fill(store.Inbox, second: true);
        Assert.Equal([NightInbox.SecondNight], (await store.RunAsync(NightInbox.SecondNight)).Done);

        Assert.Equal([(first, second)], await ModelsAsync(store));
        Assert.Equal(first, await ReportedAsync(store, NightInbox.SecondNight));
        await store.RunAsync(NightInbox.SecondNight.AddDays(1));
        Assert.Equal([(second, null)], await ModelsAsync(store));
        Assert.Equal(second, await ReportedAsync(store, NightInbox.SecondNight.AddDays(1)));
    }

    /// <summary>The first model of all is promoted while a night without one runs, and is the next night's too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task FirstModelPromotedInTheMiddleOfANight_IsTheNextNights(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider, options: new NightlyOptions { PatientsPerRange = 10 });
        NightInbox.Of(Patients, store.Database.Folder).Fill(store.Inbox, second: false);
        await store.RunAsync(NightInbox.FirstNight);
        await store.ExecuteAsync($"INSERT INTO patients_to_judge SELECT id FROM patients WHERE merged_into IS NULL ON CONFLICT DO NOTHING");
        await store.Database.Get<NightLedgerService>().BeginAsync(NightInbox.SecondNight, "begun", CancellationToken.None);
        await store.Database.Get<NightRangeService>().PrepareAsync(NightInbox.SecondNight);
        var model = await AddAsync(store, "severity");
        await PromoteAsync(store, model);
        await store.RunAsync(NightInbox.SecondNight);

        Assert.Equal([(null, null)], await ModelsAsync(store));
        Assert.Null(await ReportedAsync(store, NightInbox.SecondNight));
        await store.RunAsync(NightInbox.SecondNight.AddDays(1));
        Assert.Equal([(model, null)], await ModelsAsync(store));
    }

    private static async Task<int?> AddAsync(NightStore store, string input)
    {
        var conclusion = new ReviewedCase(1, NightInbox.FirstNight, new float[RiskInputs.All.Count], Confirmed: true);
        var parameters = $$$"""{"Baseline":-1,"PointsPerLogOdds":10,"Weights":{"{{{input}}}":0.5}}""";
        var model = ScoringModel.Of(new TrainedModel("logistic", parameters, 1, 0, new ModelMetrics(), [conclusion]), "ana", DateTimeOffset.UnixEpoch);
        await using var db = store.Database.Open();
        db.Add(model);
        await db.SaveChangesAsync();
        return model.Id;
    }

    private static async Task PromoteAsync(NightStore store, int? model) =>
        Assert.Null(await store.Database.Get<ModelService>().PromoteAsync(model!.Value, "ben", "agreed"));

    /// <summary>Champions and candidates behind the scored alerts, each pair once.</summary>
    private static async Task<List<(int? Champion, int? Challenger)>> ModelsAsync(NightStore store)
    {
        await using var db = store.Database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking()
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.State != AlertState.Withdrawn && a.RiskInputs != null).ToListAsync();
        Assert.True(alerts.Count > 10);
        return [.. alerts.Select(a => (a.RiskModelId, a.ChallengerId)).Distinct()];
    }

    private static async Task<int?> ReportedAsync(NightStore store, DateOnly date) =>
        NightReportJson.Read((await store.PageAsync(date)).Night.Report!).Versions.Model;
}
