using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Cli;

internal sealed class KeyListCommand : PdmpCommand
{
    public KeyListCommand()
        : base("list", "Keys of pharmacies' systems, newest first, those that work no more too.", "key list") => Does(async session =>
        {
            var grid = new Grid(new("key"), new("name"), new("facility"), new("scopes"), new("rate", Right: true), new("created"), new("expires"), new("state"));
            foreach (var key in await session.Service<ApiKeyService>().ListAsync(session.Cancellation))
            {
                grid.Add(
                    key.Id, key.Name, key.Facility, key.Scopes == ApiScope.All ? "all" : $"{key.Scopes}".ToLowerInvariant(), $"{key.RatePerMinute}",
                    $"{key.CreatedAt:yyyy-MM-dd}", key.ExpiresAt is { } end ? $"{end:yyyy-MM-dd HH:mm}" : "",
                    key.RevokedAt is not null ? "revoked" : key.ReplacedBy is { } next ? $"replaced by {next}" : "in use");
            }

            grid.WriteTo(session.Terminal);
            return ExitCodes.Ok;
        });
}
