namespace PdmpAnalytics.Accounts;

/// <summary>What a programme decides about accounts.</summary>
public sealed record AccountOptions
{
    /// <summary>Nobody sees anything but their own account until a second factor is set up.</summary>
    public bool SecondFactorRequired { get; init; }

    /// <summary>Wrong passwords or codes in a row that lock an account. NIST SP 800-63B-4, 2025, allows at most 100; 5 is our choice, 2026-11-22.</summary>
    public int FailuresBeforeLockout { get; init; } = 5;

    /// <summary>Our choice, 2026-11-22: 5 tries a quarter of an hour are 480 a day.</summary>
    public TimeSpan Lockout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts with a password or code from one address (our choice, 2026-11-22: a clinic behind one address still gets in).</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>Failures a minute from one address after which a key or token is looked at no more; five times as many for all from it. Our choice, 2026-11-22.</summary>
    public int FailedTokensPerMinute { get; init; } = 20;

    /// <summary>A session ends after this long without a request. NIST SP 800-63B, 2017, section 4.2.3: 30 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this long in any case. NIST SP 800-63B, 2017, section 4.2.3: 12 hours.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Days that a delegate's approval holds, from the programme's confirmation. Our choice, 2026-11-22: asked for anew each year.</summary>
    public int DelegationDays { get; init; } = 365;
}
