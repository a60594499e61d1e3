using System.CommandLine;
using Microsoft.Data.Sqlite;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

internal sealed class DemoCommand : PdmpCommand
{
    private const int TopShown = 15;

    private readonly Option<bool> _fresh = new("--fresh") { Description = "Start with an empty SQLite database: deletes the file first." };

    public DemoCommand()
        : base(
            "demo",
            "The main job on the invented population of data-samples/generated: import, link, detect, score, queue.",
            "demo",
            "demo --fresh --database \"Data Source=demo.db\"")
    {
        Add(_fresh);
        Does(async session =>
        {
            if (SampleFolder() is not { } folder)
            {
                return session.Refused(new Refusal(RefusalReason.NotFound, "data-samples/generated was not found above this folder or the program."));
            }

            if (session.Value(_fresh) && Forget(session.Service<StorageOptions>()) is { } refusal)
            {
                return session.Refused(refusal);
            }

            var asOf = TruthFolder.Read(folder, DrugCatalog.Shipped).LastDay;
            await ImportAsync(session, Path.Combine(folder, "dispensations.csv"));
            if (await LinkCommand.RunAsync(session, new LinkRequest()) is not ExitCodes.Ok and var refused)
            {
                return refused;
            }

            if (await DetectCommand.RunAsync(session, new DetectionRequest(asOf, All: true)) is not ExitCodes.Ok and var refusedAgain)
            {
                return refusedAgain;
            }

            var page = await session.Service<ReviewQueue>().PageAsync(AlertFilter.Queued with { Top = TopShown }, session.Cancellation);
            AlertTable.Write(session.Terminal, page);
            WriteNext(session.Terminal, page);
            return ExitCodes.Ok;
        });
    }

    /// <summary>Generated records carry faults as real ones do, so a rejected record is part of the demonstration and no failure.</summary>
    private static async Task ImportAsync(Session session, string file)
    {
        var outcome = await ImportCommand.LoadAsync(session, file, reports: null, written: []);
        if (outcome.Result == SubmissionResult.Rejected)
        {
            throw new InvalidDataException("The sample was rejected.");
        }
    }

    private static void WriteNext(Terminal terminal, AlertPage page)
    {
        var first = page.Alerts.Count > 0 ? page.Alerts[0].Id : 1;
        terminal.Note(
            $"""

            What to run next:
              pdmp queue show {first}
              pdmp queue close {first} --disposition LetterSent --reason "Letter to both prescribers"
              pdmp queue export --out queue.csv
              pdmp rules show PS-03
              pdmp evaluate --truth data-samples/generated
            """);
    }

    /// <summary>The sample beside the working folder or the program, looking upwards.</summary>
    private static string? SampleFolder()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var sample = Path.Combine(folder.FullName, "data-samples", "generated");
                if (File.Exists(Path.Combine(sample, "dispensations.csv")))
                {
                    return sample;
                }
            }
        }

        return null;
    }

    private static Refusal? Forget(StorageOptions storage)
    {
        if (storage.Provider != StorageProvider.Sqlite)
        {
            return new Refusal(RefusalReason.NotAllowed, "--fresh deletes a SQLite file; it does not empty a PostgreSQL database.");
        }

        var file = new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource;
        foreach (var part in new[] { file, file + "-wal", file + "-shm" })
        {
            File.Delete(part);
        }

        return null;
    }
}
