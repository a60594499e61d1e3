namespace PdmpAnalytics.Accounts;

/// <summary>The name of the person behind an account: to tell queries about oneself and one's family. Prints no name.</summary>
public sealed class AccountHolder
{
    /// <summary>Longest part of a name. Our choice, 2026-11-22.</summary>
    public const int LongestName = 60;

    private AccountHolder()
    {
    }

    internal AccountHolder(string account) => Account = account;

    public string Account { get; private set; } = "";
    public string LastName { get; private set; } = "";
    public string FirstName { get; private set; } = "";

    internal void Rename(string last, string first) => (LastName, FirstName) = (last, first);

    public override string ToString() => $"holder of {Account}";
}
