namespace PdmpAnalytics.Accounts;

/// <summary>How accounts are called.</summary>
public static class AccountNames
{
    /// <summary>Our choice, 2026-11-22: a name stands in every row of the audit log.</summary>
    public const int MaxLength = 64;

    /// <summary>Letters, digits and what mail addresses need; a name is read aloud, typed and logged.</summary>
    public const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";

    /// <summary>False for what no account can be called: no database need be asked.</summary>
    public static bool IsPossible(string name) => name.Length is > 0 and <= MaxLength && name.All(Characters.Contains);
}
