using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.BrowserTests;

/// <summary>Somebody who works with the product in these tests.</summary>
internal sealed record Person(string Name, params AccountRole[] Roles)
{
    public const string Password = "four blue kettles boil";

    public static readonly Person Lea = new("lea", AccountRole.Analyst, AccountRole.Lead);
    public static readonly Person Ben = new("ben", AccountRole.Analyst);
    public static readonly Person Ana = new("ana", AccountRole.Analyst);
    public static readonly Person Ada = new("ada", AccountRole.Administrator);
    public static readonly Person Otto = new("otto", AccountRole.Auditor);
    public static readonly Person Paul = new("paul", AccountRole.Pharmacist);
    public static readonly Person Rita = new("rita", AccountRole.ReadOnly);

    public static IReadOnlyList<Person> All { get; } = [Lea, Ben, Ana, Ada, Otto, Paul, Rita];
}
