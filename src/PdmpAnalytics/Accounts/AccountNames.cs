namespace PdmpAnalytics.Accounts;

/// <summary>How accounts are called.</summary>
internal static class AccountNames
{
    /// <summary>Our choice, 2026-11-22: a name stands in every row of the audit log.</summary>
    public const int MaxLength = 64;

    /// <summary>Letters, digits and what mail addresses need; a name is read aloud, typed and logged.</summary>
    public const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";
}
