using Microsoft.AspNetCore.Identity;

namespace PdmpAnalytics.Accounts;

/// <summary>
/// What a password must be: long rather than of many kinds of characters, and not made of the account's name or of a few
/// characters repeated (NIST SP 800-63B-4, 2025, section 3.1.1).
/// </summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    /// <summary>NIST SP 800-63B-4, 2025: 15 for a password that may stand alone.</summary>
    public const int MinLength = 15;

    /// <summary>NIST asks to take at least 64; an upper bound keeps hashing cheap (our choice, 2026-11-22).</summary>
    public const int MaxLength = 256;

    /// <summary>Different characters (our choice, 2026-11-22).</summary>
    public const int MinDistinct = 6;

    private static readonly string[] Expected = ["password", "pdmpanalytics", "prescription"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Complaint(user.Name, password ?? "") is { } complaint
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = complaint })
            : IdentityResult.Success);

    /// <summary>What is wrong with it, in a sentence; null when nothing is.</summary>
    internal static string? Complaint(string accountName, string password) =>
        password.Length < MinLength ? $"A password has at least {MinLength} characters; several words are easy to remember."
        : password.Length > MaxLength ? $"A password has at most {MaxLength} characters."
        : password.Distinct().Count() < MinDistinct ? $"A password has at least {MinDistinct} different characters."
        : password.Contains(accountName, StringComparison.OrdinalIgnoreCase) ? "A password does not contain the account's name."
        : Left(password) < MinDistinct ? "A password is more than an expected word."
        : null;

    /// <summary>Characters that remain without the words that are tried first.</summary>
    private static int Left(string password) =>
        Expected.Aggregate(password, (left, word) => left.Replace(word, "", StringComparison.OrdinalIgnoreCase)).Length;
}
