using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>How days and numbers are written on the counter's pages.</summary>
internal static class ReportText
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Empty for nothing known.</summary>
    public static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    /// <summary>UTC, to the minute.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Heading of the page that opened nothing.</summary>
    public static string Title(SearchOutcome outcome) => outcome switch
    {
        SearchOutcome.PickOne => "Who is meant?",
        SearchOutcome.OneMoreItem => "One more item is needed",
        SearchOutcome.TooMany => "Too many fit",
        SearchOutcome.NotFound or SearchOutcome.Found => "Nobody found",
    };

    public static string Payment(PaymentType payment) => payment switch
    {
        PaymentType.Unknown => "not known",
        PaymentType.PrivatePay => "cash",
        PaymentType.Medicaid => "Medicaid",
        PaymentType.Medicare => "Medicare",
        PaymentType.CommercialInsurance => "insurance",
        PaymentType.Military => "military",
        PaymentType.WorkersCompensation => "workers' compensation",
        PaymentType.IndianNations => "Indian nations",
        PaymentType.Other => "other",
    };

    public static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
