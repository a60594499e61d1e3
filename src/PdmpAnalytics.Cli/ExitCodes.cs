namespace PdmpAnalytics.Cli;

/// <summary>What the process returns; other programs branch on these (contract.md).</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Usage = 2;

    /// <summary>A submitted file was loaded in part or not at all; its report says what.</summary>
    public const int InputRejected = 10;
    public const int Storage = 11;
    public const int Configuration = 12;
    public const int NightFailed = 13;

    /// <summary>Stopped by the user: 128 + SIGINT, as shells expect.</summary>
    public const int Cancelled = 130;

    /// <summary>Ours to mend.</summary>
    public const int Bug = 70;
}
