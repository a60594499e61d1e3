using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>A value that stands in the wrong place of a broken file shows up in no log or exception, and in no report for a console.</summary>
public class SubmissionPrivacyTests
{
    private const string Canary = "CANARYNAME";

    [Theory, OnSqlite, OnPostgres]
    public async Task CanaryInEveryColumn_IsNeverRepeated(StorageProvider provider)
    {
        var log = new TextLog();
        await using var database = await TestDatabase.CreateAsync(
            provider, services => services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var rows = CsvRow.Sound.Columns.Select(column => CsvRow.Sound.With(column, Canary)).ToList();
        string[] files =
        [
            CsvRow.File(rows), CsvRow.File(rows).Replace("quantity", Canary, StringComparison.Ordinal),
            CsvRow.File(rows).TrimEnd()[..^8], CsvRow.File(rows).Replace("Sample", "\"Sample", StringComparison.Ordinal),
        ];
        foreach (var file in files)
        {
            log.Add(await ReportAsync(database, file));
        }

        Assert.Contains("E110", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, log.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task CanaryWhenTheStoreFails_IsNotInTheException(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            await using var command = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database).CreateCommand();
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.OpenConnectionAsync(db.Database);
            command.CommandText = "DROP TABLE patient_records";
            await command.ExecuteNonQueryAsync();
        }

        var failed = await Assert.ThrowsAnyAsync<Exception>(
            () => ReportAsync(database, CsvRow.File(CsvRow.Sound.With("patient_last_name", Canary))));

        Assert.DoesNotContain(Canary, failed.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> ReportAsync(TestDatabase database, string file)
    {
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), "test.csv");
        var report = (await database.Get<SubmissionReportService>().OfAsync(outcome)).WithoutValues();
        return SubmissionReportText.Of(report) + SubmissionReportJson.Of(report);
    }

    private sealed class TextLog : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public void Add(string text) => _text.AppendLine(text);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());

        public void Dispose()
        {
        }
    }
}
