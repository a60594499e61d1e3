using System.CommandLine;
using PdmpAnalytics.Lookup.Oversight;

namespace PdmpAnalytics.Cli;

internal sealed class AccessListCommand : PdmpCommand
{
    private readonly Option<bool> _settled = new("--settled") { Description = "Those that an auditor settled, instead of the open ones." };

    public AccessListCommand()
        : base("list", "Signs that somebody looked where the work did not lead, newest first.", "access list", "access list --settled")
    {
        Add(_settled);
        Does(async session =>
        {
            var grid = new Grid(new("finding", Right: true), new("day"), new("account"), new("sign"), new("what"), new("conclusion"));
            foreach (var (finding, _) in await session.Service<AccessQueueService>().ListAsync(session.Value(_settled), session.Cancellation))
            {
                grid.Add($"{finding.Id}", $"{finding.Day:yyyy-MM-dd}", finding.Account, $"{finding.Sign}", finding.Text, finding.Conclusion is { } conclusion ? $"{conclusion} by {finding.SettledBy}" : "");
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });
    }
}
