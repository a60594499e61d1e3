using Microsoft.AspNetCore.Identity;

namespace PdmpAnalytics.Accounts;

/// <summary>A person who may sign in. Its user name is the actor of the audit log, so it is never given to somebody else.</summary>
public sealed class Account : IdentityUser<long>
{
    private Account()
    {
    }

    internal Account(string name, IEnumerable<AccountRole> roles, DateTimeOffset createdAt)
        : base(name) => (Roles, CreatedAt) = (InOrder(roles), createdAt);

    /// <summary>The user name.</summary>
    public string Name => UserName!;

    /// <summary>In the order of the enum.</summary>
    public IReadOnlyList<AccountRole> Roles { get; private set; } = [];

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>UTC; null while the account may sign in. A disabled account stays: the audit log names it.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    public bool IsDisabled => DisabledAt is not null;

    /// <summary>DEA number or NPI of the pharmacy the person works at; empty when none is stated.</summary>
    public string Facility { get; private set; } = "";

    internal void Disable(DateTimeOffset at) => DisabledAt ??= at;

    internal void Enable() => DisabledAt = null;

    internal void WorkAt(string facility) => Facility = facility;

    internal void SetRoles(IEnumerable<AccountRole> roles) => Roles = InOrder(roles);

    private static IReadOnlyList<AccountRole> InOrder(IEnumerable<AccountRole> roles) => [.. roles.Distinct().Order()];
}
