using PdmpAnalytics.Accounts.Delegates;

namespace PdmpAnalytics.Web.Delegates;

/// <summary>How the states of a delegation are called on the page.</summary>
internal static class DelegateWords
{
    public static string Words(DelegationState state) => state switch
    {
        DelegationState.AwaitsSupervisor => "waits for the supervisor",
        DelegationState.AwaitsProgramme => "waits for the programme",
        DelegationState.Live => "approved",
        DelegationState.Expired => "ran out",
        DelegationState.Ended => "ended",
    };
}
