using System.CommandLine;
using System.Text;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Cli;

internal sealed class LinksExportCommand : PdmpCommand
{
    private readonly Option<string> _out = new("--out") { Description = "The file to write; - is standard output.", HelpName = "file", Required = true };

    public LinksExportCommand()
        : base("export", "Writes which record belongs to which patient, one row for each live dispensation.", "links export --out links.csv")
    {
        Add(_out);
        Does(async session =>
        {
            await OutputFile.WriteAsync(session.Value(_out)!, async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                await session.Service<LinkExportService>().WriteCsvAsync(writer, session.Cancellation);
            });
            return ExitCodes.Ok;
        });
    }
}
