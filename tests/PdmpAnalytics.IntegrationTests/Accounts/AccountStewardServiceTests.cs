using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Accounts;

public class AccountStewardServiceTests
{
    private const string Password = "four blue kettles boil";

    [Theory, OnSqlite, OnPostgres]
    public async Task Roles_AreSetByAnotherAdministratorAndNoted(StorageProvider provider)
    {
        await using var database = await WithAsync(provider, ("ada", AccountRole.Administrator), ("lea", AccountRole.Analyst));
        var steward = database.Get<AccountStewardService>();
        var stamp = (await AccountAsync(database, "lea")).SecurityStamp;

        Assert.Null(await steward.SetRolesAsync("LEA", [AccountRole.Lead, AccountRole.Analyst], "ada"));

        var lea = await AccountAsync(database, "lea");
        Assert.Equal([AccountRole.Analyst, AccountRole.Lead], lea.Roles);
        Assert.NotEqual(stamp, lea.SecurityStamp); // open sessions end
        await using var db = database.Open();
        var noted = await db.Set<AuditEvent>().SingleAsync(e => e.Action == "account.roles_set");
        Assert.Equal(("ada", "roles=analyst,lead"), (noted.Actor, noted.Detail));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task OwnRolesAndOwnSecondFactor_AreForSomebodyElse(StorageProvider provider)
    {
        await using var database = await WithAsync(provider, ("ada", AccountRole.Administrator), ("bob", AccountRole.Administrator));
        var steward = database.Get<AccountStewardService>();

        Assert.Equal(RefusalReason.NotAllowed, (await steward.SetRolesAsync("ada", [AccountRole.Administrator, AccountRole.Lead], "ADA"))?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await steward.ResetSecondFactorAsync("ada", "ada"))?.Reason);
        Assert.Equal(RefusalReason.Incomplete, (await steward.SetRolesAsync("bob", [], "ada"))?.Reason);
        Assert.Equal(RefusalReason.NotFound, (await steward.SetRolesAsync("cay", [AccountRole.Lead], "ada"))?.Reason);
        Assert.Equal([AccountRole.Administrator], (await AccountAsync(database, "ada")).Roles);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LastAdministrator_Stays(StorageProvider provider)
    {
        await using var database = await WithAsync(provider, ("ada", AccountRole.Administrator), ("bob", AccountRole.Administrator));
        var (users, steward) = (database.Get<UserService>(), database.Get<AccountStewardService>());

        Assert.Null(await users.DisableAsync("bob", "ada"));
        Assert.Equal(RefusalReason.WrongState, (await users.DisableAsync("ada", "ada"))?.Reason);
        Assert.Equal(RefusalReason.WrongState, (await steward.SetRolesAsync("ada", [AccountRole.Lead], "operator"))?.Reason);
        Assert.Null(await users.EnableAsync("bob", "ada"));
        Assert.Null(await users.DisableAsync("ada", "bob"));
    }

    /// <summary>Each sees the other administer until one of them has ended.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task TwoAdministratorsWhoDisableOneAnotherAtOnce_LeaveOne(StorageProvider provider)
    {
        await using var database = await WithAsync(provider, ("ada", AccountRole.Administrator), ("bob", AccountRole.Administrator));
        var users = database.Get<UserService>();

        var refusals = await Task.WhenAll(users.DisableAsync("ada", "bob"), users.DisableAsync("bob", "ada"));

        Assert.Single(refusals, refusal => refusal is null);
        Assert.Single(await users.ListAsync(), account => !account.IsDisabled);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LockedAccount_IsUnlockedOnce(StorageProvider provider)
    {
        await using var database = await WithAsync(provider, ("lea", AccountRole.Analyst));
        await using (var db = database.Open())
        {
            var lea = await db.Set<Account>().SingleAsync();
            lea.LockoutEnd = TimeProvider.System.GetUtcNow().AddHours(1);
            await db.SaveChangesAsync();
        }

        var steward = database.Get<AccountStewardService>();
        Assert.Null(await steward.UnlockAsync("lea", "ada"));
        Assert.Null((await AccountAsync(database, "lea")).LockoutEnd);
        Assert.Equal(RefusalReason.WrongState, (await steward.UnlockAsync("lea", "ada"))?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LostSecondFactor_IsTakenAwayWithItsKey(StorageProvider provider)
    {
        await using var database = await WithAsync(provider, ("lea", AccountRole.Analyst));
        var (users, steward) = (database.Get<UserService>(), database.Get<AccountStewardService>());
        Assert.Equal(RefusalReason.WrongState, (await steward.ResetSecondFactorAsync("lea", "ada"))?.Reason);
        var key = await users.AuthenticatorKeyAsync("lea");
        Assert.Null((await users.TurnOnSecondFactorAsync("lea", Authenticator.Code(key!))).Refusal);

        Assert.Null(await steward.ResetSecondFactorAsync("lea", "ada"));

        Assert.False((await AccountAsync(database, "lea")).TwoFactorEnabled);
        Assert.NotEqual(key, await users.AuthenticatorKeyAsync("lea"));
    }

    private static async Task<TestDatabase> WithAsync(StorageProvider provider, params (string Name, AccountRole Role)[] accounts)
    {
        var database = await TestDatabase.CreateAsync(provider);
        foreach (var (name, role) in accounts)
        {
            Assert.Null((await database.Get<UserService>().AddAsync(name, [role], Password, "test")).Refusal);
        }

        return database;
    }

    private static async Task<Account> AccountAsync(TestDatabase database, string name) =>
        (await database.Get<UserService>().ListAsync()).Single(a => a.Name == name);
}
