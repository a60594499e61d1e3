using PdmpAnalytics.Lookup.Oversight;

namespace PdmpAnalytics.Cli;

internal sealed class DelegateQuartersCommand : PdmpCommand
{
    public DelegateQuartersCommand()
        : base("quarters", "Past quarters of every delegation, and which of them supervisors have signed off.", "user delegate quarters") => Does(async session =>
        {
            var grid = new Grid(new("quarter"), new("delegate"), new("supervisor"), new("queries", Right: true), new("due"), new("signed"));
            foreach (var quarter in await session.Service<DelegateSignOffService>().ListAsync(null, session.Cancellation))
            {
                grid.Add(
                    quarter.Name, quarter.Delegate, quarter.Supervisor, $"{quarter.Queries}", $"{quarter.DueOn:yyyy-MM-dd}",
                    quarter.SignOff is { } signed ? $"{signed.SignedAt:yyyy-MM-dd} {(signed.InOrder ? "in order" : "not in order")}" : "no");
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });
}
