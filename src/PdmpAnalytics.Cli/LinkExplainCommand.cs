using System.CommandLine;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

internal sealed class LinkExplainCommand : PdmpCommand
{
    private readonly Argument<long[]> _ids = new("ids") { Description = "Two patient records, or one patient.", Arity = new ArgumentArity(1, 2) };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public LinkExplainCommand()
        : base(
            "explain",
            "Why two records are one person's, or not: what each field says, in bits that add up. With one patient: every link that holds it together or leads out of it. Shows names and birth dates.",
            "link explain 12 57",
            "link explain 7 --format json")
    {
        Add(_ids);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var pages = await PagesAsync(session.Service<LinkInspectionService>(), session.Value(_ids), session.Cancellation);
            if (pages.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            if (session.Value(_format) == "json")
            {
                LinkJson.Write(session.Terminal.Data, pages.Value);
            }
            else
            {
                new LinkPageWriter(session.Terminal).Write(pages.Value);
            }

            return ExitCodes.Ok;
        });
    }

    private static async Task<Result<IReadOnlyList<LinkPage>>> PagesAsync(LinkInspectionService service, long[] ids, CancellationToken cancellation)
    {
        if (ids is [var patient])
        {
            return await service.ExplainPatientAsync(patient, cancellation);
        }

        var page = await service.ExplainAsync(ids[0], ids[1], cancellation);
        return page.Refusal is { } refusal ? refusal : new[] { page.Value };
    }
}
