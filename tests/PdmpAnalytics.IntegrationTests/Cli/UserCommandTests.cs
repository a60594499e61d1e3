using System.Text;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class UserCommandTests
{
    private const string Password = "four blue kettles boil";

    [Theory, OnSqlite, OnPostgres]
    public async Task Account_IsAddedListedDisabledAndAudited(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var added = await RunAsync(database, Password, "user", "add", "lea", "--role", "analyst", "--role", "lead");
        Assert.Equal((0, "Account lea may sign in as analyst, lead.\n"), (added.ExitCode, added.Error));
        Assert.Equal(0, (await RunAsync(database, null, "user", "disable", "LEA")).ExitCode);
        var list = await RunAsync(database, null, "user", "list");

        Assert.Equal("lea\tanalyst,lead\tdisabled\tpassword only\t\n", list.Output);
        Assert.Contains("2 events", (await RunAsync(database, null, "audit", "verify")).Error + (await RunAsync(database, null, "audit", "verify")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "at least 15 characters")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "different characters")]
    [InlineData("lea is my good name", "contain the account's name")]
    [InlineData("passwordpassword1", "expected word")]
    public async Task PasswordThatIsNone_IsRefusedWithWhatToChange(string password, string said)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);

        var run = await RunAsync(database, password, "user", "add", "lea", "--role", "analyst");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(password, run.Error.Replace("expected word", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync(database, null, "user", "list")).Output);
    }

    [Fact]
    public async Task NameTwice_UnknownNameAndUnknownRole_AreRefused()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await RunAsync(database, Password, "user", "add", "lea", "--role", "analyst");

        Assert.Equal(2, (await RunAsync(database, Password, "user", "add", "Lea", "--role", "auditor")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "disable", "nobody")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, Password, "user", "add", "ben", "--role", "king")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "add", "ben", "--role", "analyst")).ExitCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pharmacy_IsStatedByItsNumber_ForThoseWhoWorkAtACounter(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await RunAsync(database, Password, "user", "add", "paul", "--role", "pharmacist");
        await RunAsync(database, Password, "user", "add", "lea", "--role", "analyst");

        Assert.Equal(0, (await RunAsync(database, null, "user", "facility", "paul", "fp1234563")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "facility", "paul", "FP1234564")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "facility", "lea", "FP1234563")).ExitCode);
        Assert.Contains("paul\tpharmacist\tactive\tpassword only\tFP1234563\n", (await RunAsync(database, null, "user", "list")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync(database, null, "user", "facility", "paul")).ExitCode);
        Assert.DoesNotContain("FP1234563", (await RunAsync(database, null, "user", "list")).Output, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PersonOfAnotherProvider_IsBarredListedAndLetInAgain(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var bar = await RunAsync(database, null, "user", "bar", "outside:jdoe");
        Assert.Equal(0, bar.ExitCode);
        Assert.Contains("Nobody of that name has been here so far", bar.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(database, null, "user", "bar", "outside:jdoe")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "bar", "J. Doe")).ExitCode);
        Assert.StartsWith("outside:jdoe\t", (await RunAsync(database, null, "user", "barred")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(database, null, "user", "unbar", "outside:jdoe")).ExitCode);
        Assert.Equal("", (await RunAsync(database, null, "user", "barred")).Output);
    }

    private static async Task<PdmpRun> RunAsync(TestDatabase database, string? password, params string[] arguments)
    {
        using var input = password is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(password + "\n"));
        return await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, input, arguments);
    }
}
