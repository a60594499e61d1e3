using PdmpAnalytics.Accounts.Delegates;

namespace PdmpAnalytics.Cli;

internal sealed class DelegateListCommand : PdmpCommand
{
    public DelegateListCommand()
        : base("list", "Who may look up for whom, newest first, those that ended too.", "user delegate list") => Does(async session =>
        {
            var grid = new Grid(new("delegation", Right: true), new("delegate"), new("supervisor"), new("state"), new("requested"), new("until"));
            foreach (var (delegation, state) in await session.Service<DelegationService>().ListAsync(null, session.Cancellation))
            {
                grid.Add(
                    $"{delegation.Id}", delegation.Delegate, delegation.Supervisor, Words(state), $"{delegation.RequestedAt:yyyy-MM-dd}",
                    delegation.ExpiresAt is { } end ? $"{end:yyyy-MM-dd}" : "");
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });

    private static string Words(DelegationState state) => state switch
    {
        DelegationState.AwaitsSupervisor => "awaits-supervisor",
        DelegationState.AwaitsProgramme => "awaits-programme",
        DelegationState.Live => "live",
        DelegationState.Expired => "expired",
        DelegationState.Ended => "ended",
    };
}
