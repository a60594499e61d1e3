using System.CommandLine;
using System.Text;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class QueueExportCommand : PdmpCommand
{
    private readonly Option<string> _out = new("--out") { Description = "The file to write; - is standard output.", HelpName = "file", Required = true };
    private readonly Option<string> _format = new("--format") { Description = "csv, json (with findings and evidence) or text.", HelpName = "format", DefaultValueFactory = _ => "csv" };
    private readonly Option<bool> _all = new("--all") { Description = "Also alerts that are recorded but not queued." };

    public QueueExportCommand()
        : base(
            "export",
            "Writes the queue for another program.",
            "queue export --out queue.csv",
            "queue export --out - --format json --all")
    {
        Add(_out);
        Add(_format);
        Add(_all);
        _format.AcceptOnlyFromAmong("csv", "json", "text");
        Does(async session =>
        {
            var filter = new AlertFilter { IncludeRecorded = session.Value(_all) };
            await OutputFile.WriteAsync(session.Value(_out)!, stream => WriteAsync(session, filter, stream));
            return ExitCodes.Ok;
        });
    }

    private async Task WriteAsync(Session session, AlertFilter filter, Stream stream)
    {
        var queue = session.Service<ReviewQueue>();
        var format = session.Value(_format);
        var alerts = queue.ReadAllAsync(filter, withFindings: format == "json", session.Cancellation);
        if (format == "json")
        {
            await AlertExport.WriteJsonAsync(stream, alerts, session.Cancellation);
            return;
        }

        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await (format == "csv"
            ? AlertExport.WriteCsvAsync(writer, alerts, session.Cancellation)
            : AlertExport.WriteTextAsync(writer, alerts, session.Cancellation));
    }
}
