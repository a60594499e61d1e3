using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review;

public class SavedViewServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task View_IsKeptRenamedSharedAndDeletedByItsOwner(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var views = database.Get<SavedViewService>();
        var kept = (await views.SaveAsync("ana", " Due first ", ReviewQueueKind.Review, "severity:critical sort:due")).Value;
        await views.SaveAsync("ana", "Due first", ReviewQueueKind.Safety, "sort:due");
        Assert.Equal(("Due first", ReviewQueueKind.Safety, "sort:due"), (await views.ListAsync("ana")).Select(v => (v.Name, v.Queue, v.Search)).Single());
        Assert.Empty(await views.ListAsync("ben"));

        Assert.Equal(RefusalReason.NotFound, (await views.ChangeAsync(kept.Id, "ben", "Mine", shared: false))?.Reason);
        Assert.Null(await views.ChangeAsync(kept.Id, "ana", "By day", shared: true));
        await views.SaveAsync("ben", "Own", ReviewQueueKind.Review, "");
        Assert.Equal(["Own", "By day"], (await views.ListAsync("ben")).Select(v => v.Name));

        Assert.Equal(RefusalReason.NotFound, (await views.DeleteAsync(kept.Id, "ben", isLead: false))?.Reason);
        Assert.Null(await views.DeleteAsync(kept.Id, "ben", isLead: true));
        Assert.Empty(await views.ListAsync("ana"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NamesOfPeopleAndNonsense_AreNotKept(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var views = database.Get<SavedViewService>();

        Assert.Equal(RefusalReason.Incomplete, (await views.SaveAsync("ana", "x", ReviewQueueKind.Review, "testpatient, alice")).Refusal?.Reason);
        Assert.NotNull((await views.SaveAsync("ana", "x", ReviewQueueKind.Review, "is:sleepy")).Refusal);
        Assert.Equal(RefusalReason.Incomplete, (await views.SaveAsync("ana", " ", ReviewQueueKind.Review, "")).Refusal?.Reason);
        await views.SaveAsync("ana", "a", ReviewQueueKind.Review, "");
        var b = (await views.SaveAsync("ana", "b", ReviewQueueKind.Review, "")).Value;
        Assert.Equal(RefusalReason.Incomplete, (await views.ChangeAsync(b.Id, "ana", "a", shared: false))?.Reason);
        Assert.Equal(["a", "b"], (await views.ListAsync("ana")).Select(v => v.Name));
    }
}
