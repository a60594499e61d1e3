using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web.Api;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Lookup;

/// <summary>A database that somebody else has locked: whoever asks is told so within the deadline, and nothing of it is kept.</summary>
public class LookupDeadlineTests
{
    private const string Check =
        $$$"""{"patient":{{{PharmacySystem.Alice}}},"purpose":"dispensing","fill":{"ndc":"00093083301","quantity":60,"daysSupply":30}}""";

    /// <summary>Far below the 30 seconds of connections and commands, and far above a busy machine's delay.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    [Theory, OnSqlite, OnPostgres]
    public async Task LockedDatabase_IsNotAvailableWithinTheDeadline_AndNothingIsKept(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider, settings: ("Lookup:Deadline", "00:00:02"));
        using var page = await system.Host.SignedInAsync(AccountRole.Pharmacist);
        Assert.Equal(200, (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice)).Status);
        Assert.Equal(200, (await system.PostAsync("/api/v1/checks", Check)).Status);
        var kept = (await system.DisclosuresAsync()).Count;
        await using System.Data.Common.DbConnection other = provider == StorageProvider.Postgres
            ? new NpgsqlConnection(system.Host.Database.Options.ConnectionString) : new SqliteConnection(system.Host.Database.Options.ConnectionString);
        await other.OpenAsync();
        await ExecuteAsync(other, provider == StorageProvider.Postgres ? "BEGIN; LOCK TABLE patient_disclosures, patient_records IN ACCESS EXCLUSIVE MODE" : "BEGIN IMMEDIATE");

        foreach (var (address, body, type) in new[]
        {
            ("/api/v1/patients/search", PharmacySystem.AskAlice, "application/json"),
            ("/api/v1/patients/report", PharmacySystem.AskAlice, "application/json"),
            ("/api/v1/checks", Check, "application/json"),
            ("/api/v1/batch?purpose=dispensing", "last_name,first_name,birth_date\nTestpatient,Alice,1980-02-14\n", "text/csv"),
            ("/fhir/Patient/$pdmp-history", FhirTests.Ask(), "application/fhir+json"),
        })
        {
            var since = Stopwatch.GetTimestamp();
            var (status, answer) = await system.PostAsync(address, body, type);
            Assert.True(status == 503, $"{address}: {status} {answer.GetRawText()}");
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"{address}: {Stopwatch.GetElapsedTime(since)}");
            Assert.DoesNotContain("Testpatient", answer.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }

        // A host that starts meanwhile gives its first two questions ten times as long, and no more.
        await using var late = system.Host.Beside(("Lookup:Deadline", "00:00:00.5000000"));
        using var stranger = late.Client();
        stranger.DefaultRequestHeaders.Authorization = system.Client.DefaultRequestHeaders.Authorization;
        for (var question = 0; question < 4; question++)
        {
            var since = Stopwatch.GetTimestamp();
            Assert.Equal(503, (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: stranger)).Status);
            Assert.True(question < 2 || Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(4), $"question {question}: {Stopwatch.GetElapsedTime(since)}");
        }

        page.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var shown = await WebHost.PostAsync(page, "/look-up", "/look-up", ("last", "Testpatient"), ("first", "Alice"), ("born", "1980-02-14"), ("purpose", "Dispensing"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, shown.StatusCode);
        Assert.NotNull(shown.Headers.RetryAfter);

        await ExecuteAsync(other, "ROLLBACK");
        Assert.Equal(200, (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice)).Status);
        Assert.Equal(kept + 1, (await system.DisclosuresAsync()).Count);
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
