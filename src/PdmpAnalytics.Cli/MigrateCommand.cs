using System.CommandLine;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

internal sealed class MigrateCommand : PdmpCommand
{
    private readonly Option<string?> _to = new("--to")
    {
        Description = "The schema after this migration (PostgreSQL): later ones are taken back, and what only they could hold is lost. Make a backup first.",
        HelpName = "migration",
    };

    private readonly Option<bool> _list = new("--list") { Description = "Name this program's migrations, oldest first, and change nothing." };

    public MigrateCommand()
        : base(
            "migrate",
            "Brings the database to this program's schema. PostgreSQL needs it before anything else; SQLite does it by itself.",
            "migrate --database \"Host=db;Database=pdmp;Username=owner\"",
            "migrate --list",
            "migrate --to 20261122130000_Lookup --database \"Host=db;Database=pdmp;Username=owner\"")
    {
        Add(_to);
        Add(_list);
        Does(RunAsync);
    }

    private async Task<int> RunAsync(Session session)
    {
        var migration = session.Service<StorageMigration>();
        if (session.Value(_list))
        {
            foreach (var name in migration.List())
            {
                session.Terminal.Data.WriteLine(name);
            }

            return ExitCodes.Ok;
        }

        if (session.Value(_to) is { } to)
        {
            var taken = await migration.MigrateToAsync(to, session.Cancellation);
            if (taken.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"The schema is that of {to}.");
            return ExitCodes.Ok;
        }

        await migration.MigrateAsync(session.Cancellation);
        session.Terminal.Note("The schema is up to date.");
        return ExitCodes.Ok;
    }
}
