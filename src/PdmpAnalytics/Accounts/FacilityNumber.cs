using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Accounts;

/// <summary>The pharmacy an account works at, by its number.</summary>
public static class FacilityNumber
{
    /// <summary>Type of the claim that carries it in a session.</summary>
    public const string Claim = "facility";

    /// <summary>An NPI has ten digits, a DEA number nine characters.</summary>
    internal const int MaxLength = 10;

    /// <summary>A DEA number or NPI whose check digit fits, in capitals; empty text for none.</summary>
    internal static Result<string> Read(string text)
    {
        var number = text.Trim().ToUpperInvariant();
        return number.Length == 0 || Npi.IsValid(number) || (number.Length < MaxLength && DeaNumber.IsValid(number))
            ? number
            : new Refusal(RefusalReason.Incomplete, "A pharmacy is stated by its DEA number or NPI; the check digit of this one does not fit.");
    }
}
