using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

internal sealed class MigrateCommand : PdmpCommand
{
    public MigrateCommand()
        : base(
            "migrate",
            "Brings the database to this program's schema. PostgreSQL needs it before anything else; SQLite does it by itself.",
            "migrate --database \"Host=db;Database=pdmp;Username=owner\"")
    {
        Does(async session =>
        {
            await session.Service<StorageMigration>().MigrateAsync(session.Cancellation);
            session.Terminal.Note("The schema is up to date.");
            return ExitCodes.Ok;
        });
    }
}
