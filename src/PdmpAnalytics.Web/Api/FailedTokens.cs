using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Web.Api;

/// <summary>
/// Counts keys and tokens that do not work, a minute at a time: who sends one again and again, or many from one address, is told to wait, and the audit
/// log hears of it once a minute and not each time. What works is never refused for what failed beside it: secrets have 256 random bits, so guesses
/// gain nothing, and a stranger behind the same address must not close a pharmacy.
/// </summary>
internal sealed class FailedTokens
{
    /// <summary>Times the limit of one token that an address has for all together. Our choice, 2026-11-22.</summary>
    private const int AddressTimes = 5;

    /// <summary>Counts kept at a time; then those of minutes that are over are forgotten, and new ones wait until there are some. Our choice, 2026-11-22.</summary>
    private const int MostKept = 10_000;

    /// <summary>Of an IPv6 address, what a provider gives to one customer (RFC 6177): 64 bits.</summary>
    private const int NetworkBytes = 8;
    private const string Limited = "api.tokens_limited";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly int _limit;
    private DateTimeOffset _swept;

    public FailedTokens(AccountOptions options, AuditLog audit, TimeProvider clock)
    {
        if (options.FailedTokensPerMinute < 1)
        {
            throw new InvalidOperationException("Accounts:FailedTokensPerMinute must be a whole number from 1.");
        }

        (_audit, _clock, _limit) = (audit, clock, options.FailedTokensPerMinute);
    }

    /// <summary>Seconds until a failure of this token, or of any from this address, is written down again; null when it is now.</summary>
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
        var detail = $"address={context.Connection.RemoteIpAddress}";
        List<AuditEntry> closed = [];
        if (ofToken == _limit)
        {
            closed.Add(new AuditEntry("unknown", Limited, ApiKeyService.IdOf(token) is { } id ? $"key:{id}" : "token", detail));
        }

        if (ofAddress == _limit * AddressTimes)
        {
            closed.Add(new AuditEntry("unknown", Limited, "address", detail));
        }

        foreach (var entry in closed)
        {
            await _audit.AppendAsync(entry, CancellationToken.None); // whoever hangs up is written down, too
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
        if (!_counts.ContainsKey(key) && _counts.Count >= MostKept)
        {
            if (_swept + Window > now)
            {
                return 0;
            }

            _swept = now;
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
