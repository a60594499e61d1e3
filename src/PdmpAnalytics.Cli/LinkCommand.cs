using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Cli;

internal sealed class LinkCommand : PdmpCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Every record again from scratch; patient ids are kept, and patients only ever merged." };

    public LinkCommand()
        : base("link", "Resolves patient records to patients. Import does so with each file; --all does so again for every record.", "link", "link --all")
    {
        Add(_all);
        Does(async session =>
        {
            var links = session.Service<PatientRelinkService>();
            if (session.Value(_all))
            {
                var counts = await links.RelinkAsync(session.Cancellation);
                session.Terminal.Note(Describe(counts) + string.Create(CultureInfo.InvariantCulture, $"; merged into others: {counts.Merged:N0}."));
            }
            else
            {
                session.Terminal.Note(Describe(await links.CountAsync(session.Cancellation)) + "; no record waits to be resolved.");
            }

            return ExitCodes.Ok;
        });
    }

    private static string Describe(LinkCounts counts) =>
        string.Create(CultureInfo.InvariantCulture, $"{counts.Records:N0} patient records of {counts.Patients:N0} patients");
}
