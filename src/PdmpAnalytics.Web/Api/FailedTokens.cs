using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Web.Api;

/// <summary>
/// Counts keys and tokens that do not work, a minute at a time: one that fails again and again from an address is looked at no more, and neither is
/// anything from an address that tries many. One broken program so closes its own key, not the pharmacy behind the same address. The audit log hears
/// once a minute of whatever closed.
/// </summary>
internal sealed class FailedTokens
{
    /// <summary>Times the limit of one token that an address has for all together. Our choice, 2026-11-22.</summary>
    private const int AddressTimes = 5;

    /// <summary>Counts kept at a time; when there are more, those of minutes that are over are forgotten. Our choice, 2026-11-22.</summary>
    private const int MostKept = 10_000;

    /// <summary>Of an IPv6 address, what a provider gives to one customer (RFC 6177): 64 bits.</summary>
    private const int NetworkBytes = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly int _limit;

    public FailedTokens(AccountOptions options, AuditLog audit, TimeProvider clock)
    {
        if (options.FailedTokensPerMinute < 1)
        {
            throw new InvalidOperationException("Accounts:FailedTokensPerMinute must be a whole number from 1.");
        }

        (_audit, _clock, _limit) = (audit, clock, options.FailedTokensPerMinute);
    }

    /// <summary>Seconds until this token, or anything from this address, is looked at again; null when it is now.</summary>
    public int? ClosedFor(HttpContext context, string token)
    {
        var address = AddressOf(context);
        return Left(address, _limit * AddressTimes) ?? Left(TokenKey(address, token), _limit);
    }

    /// <summary>Counts one that did not work.</summary>
    public async Task CountAsync(HttpContext context, string token)
    {
        var address = AddressOf(context);
        var ofToken = Add(TokenKey(address, token));
        var ofAddress = Add(address);
        if (ofToken == _limit || ofAddress == _limit * AddressTimes)
        {
            await _audit.AppendAsync(
                new AuditEntry("unknown", "api.tokens_limited", ofToken == _limit ? "token" : "address", $"address={context.Connection.RemoteIpAddress}"),
                context.RequestAborted);
        }
    }

    private int? Left(string key, int limit)
    {
        var now = _clock.GetUtcNow();
        return _counts.TryGetValue(key, out var count) && count.Failed >= limit && count.Since + Window > now
            ? (int)Math.Ceiling((count.Since + Window - now).TotalSeconds)
            : null;
    }

    private int Add(string key)
    {
        var now = _clock.GetUtcNow();
        if (_counts.Count >= MostKept)
        {
            foreach (var (old, _) in _counts.Where(c => c.Value.Since + Window <= now))
            {
                _counts.TryRemove(old, out _);
            }
        }

        return _counts.AddOrUpdate(key, _ => new Count(now, 1), (_, known) => known.Since + Window <= now ? new Count(now, 1) : known with { Failed = known.Failed + 1 }).Failed;
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        var address => address.MapToIPv4().ToString(),
    };

    /// <summary>A key by its id, so that guesses of its secret count as one; anything else by its digest.</summary>
    private static string TokenKey(string address, string token) =>
        $"{address}/{ApiKeyService.IdOf(token) ?? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, NetworkBytes))}";

    private readonly record struct Count(DateTimeOffset Since, int Failed);
}
