using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Api;

/// <summary>The person at the pharmacy's system, as a request states it. Prints nothing personal.</summary>
/// <param name="Id">The system's own name for the person; for a delegate the account that holds the approval.</param>
/// <param name="Role">pharmacist, prescriber or delegate.</param>
/// <param name="Licence">NPI, DEA number, or a state licence such as MN-123456.</param>
/// <param name="Supervisor">Account for whom a delegate asks.</param>
internal sealed record UserBody(string? Id, string? Role, string? Licence = null, string? Supervisor = null)
{
    public EndUser ToEndUser() => new(Id ?? "", (Role ?? "").ToLowerInvariant(), (Licence ?? "").ToUpperInvariant(), Supervisor ?? "");

    public override string ToString() => "a user";
}

/// <summary>Says which person asks through a key: by the body's <c>user</c>, or by a header, which every route takes.</summary>
internal static class ApiUser
{
    /// <summary><c>Pdmp-User: id=jdoe; role=pharmacist; licence=1234567893</c>, and <c>supervisor=</c> of a delegate.</summary>
    public const string Header = "Pdmp-User";

    private static readonly QueryFault Missing = new(
        "user-missing", "user", $"State who asks: \"user\":{{\"id\":...,\"role\":...,\"licence\":...}} in the body, or the header {Header}.");

    /// <summary>The inquiry with the person in it; null with the fault when what is stated cannot be believed, or is needed and not stated.</summary>
    public static (Inquiry? Inquiry, QueryFault? Fault) Put(HttpContext context, Inquiry inquiry, UserBody? body)
    {
        var header = context.Request.Headers[Header].ToString();
        if (inquiry.Role != Inquiry.ProgramRole)
        {
            return body is null && header.Length == 0 ? (inquiry, null)
                : (null, new QueryFault("user-unasked", "user", "A person's own token says who asks: leave the user out."));
        }

        if ((body ?? Read(header)) is not { } stated)
        {
            return header.Length > 0 ? (null, Missing)
                : context.RequestServices.GetRequiredService<LookupOptions>().RequireUser ? (null, Missing) : (inquiry, null);
        }

        var user = stated.ToEndUser();
        if (body is not null && header.Length > 0 && Read(header)?.ToEndUser() != user)
        {
            return (null, new QueryFault("user-twice", "user", $"Body and header {Header} name different people."));
        }

        return user.Fault() is { } fault ? (null, fault)
            : (inquiry with { User = user.Id, Role = user.Role, Licence = user.Licence, Supervisor = user.Supervisor }, null);
    }

    /// <summary>Null without a header, and for one that says anything twice or anything else.</summary>
    private static UserBody? Read(string header)
    {
        var items = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in header.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = item.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || item[..at].ToUpperInvariant() is not ("ID" or "ROLE" or "LICENCE" or "SUPERVISOR") || !items.TryAdd(item[..at], item[(at + 1)..]))
            {
                return null;
            }
        }

        return items.Count == 0 ? null
            : new UserBody(items.GetValueOrDefault("id"), items.GetValueOrDefault("role"), items.GetValueOrDefault("licence"), items.GetValueOrDefault("supervisor"));
    }
}
