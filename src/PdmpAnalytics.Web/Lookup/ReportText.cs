using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Reporting;
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

    public static string Pharmacy(ReportedPharmacy pharmacy) => pharmacy.Name.Length > 0 ? pharmacy.Name : pharmacy.Dea.Length > 0 ? pharmacy.Dea : pharmacy.Npi;

    /// <summary>Three digits, as the index is written.</summary>
    public static string Index(int? value) => value?.ToString("D3", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>What is special about a fill.</summary>
    public static string Flag(string flag) => flag switch
    {
        "EarlyRefill" => "early",
        "OtherPracticeOverlap" => "beside another practice's",
        "PartialFill" => "part",
        "Veterinary" => "for an animal",
        _ => flag,
    };

    /// <summary>How a state answered.</summary>
    public static string Status(string status) => status switch
    {
        "Complete" => "answered",
        "NoData" => "no fill on record",
        _ => status.ToLowerInvariant(),
    };

    /// <summary>Heading of the page that opened nothing.</summary>
    public static string Title(SearchOutcome outcome) => outcome switch
    {
        SearchOutcome.PickOne => "Who is meant?",
        SearchOutcome.OneMoreItem => "One more item is needed",
        SearchOutcome.TooMany => "Too many fit",
        SearchOutcome.NotFound or SearchOutcome.Found => "Nobody found",
    };

    public static string Emergency(EmergencyKind kind) => kind switch
    {
        EmergencyKind.Unresponsive => "The patient cannot answer",
        EmergencyKind.Overdose => "Suspected overdose or poisoning",
        EmergencyKind.Reaction => "A dangerous reaction or interaction",
        EmergencyKind.Withdrawal => "Withdrawal, and no consent can be had",
        EmergencyKind.ProgramClosed => "A disaster has closed the program",
        EmergencyKind.Other => "Another emergency",
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
