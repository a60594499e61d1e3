namespace PdmpAnalytics.Accounts;

/// <summary>Codes for the day the authenticator app is lost, each good for one sign-in; shown to their owner once.</summary>
public sealed class RecoveryCodes(IReadOnlyList<string> codes)
{
    public IReadOnlyList<string> Codes { get; } = codes;
}
