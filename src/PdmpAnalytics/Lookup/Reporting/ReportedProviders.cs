using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>The prescribers and pharmacies of a report, with distance from where the patient lives.</summary>
internal static class ReportedProviders
{
    /// <summary>One line a person: several rows of one number are one prescriber, who has the newest place that is known.</summary>
    /// <param name="fills">Newest first.</param>
    public static IReadOnlyList<ReportedProvider> Prescribers(IReadOnlyList<ReportedFill> fills, DispensingReference reference) => Ordered(
        from fill in fills
        group fill by Number(fill.Prescriber).Length > 0 ? Number(fill.Prescriber) : $"#{fill.Prescriber.Id}" into same
        let newest = same.First()
        let site = (same.FirstOrDefault(f => f.Site.Zip != 0) ?? newest).Site
        select new ReportedProvider(
            PrescriptionLines.PersonName(newest.Prescriber), Number(newest.Prescriber), Place(site.Zip, site.State), Miles(reference, HomeZip(fills), site.Zip),
            same.Count(), newest.Supply.FirstDay));

    private static string Number(Prescriber prescriber) => prescriber.Npi.Length > 0 ? prescriber.Npi : prescriber.Dea;

    /// <param name="fills">Newest first.</param>
    public static IReadOnlyList<ReportedProvider> Pharmacies(IReadOnlyList<ReportedFill> fills, DispensingReference reference) => Ordered(
        from fill in fills
        group fill by fill.Dispenser.Id into same
        let newest = same.First()
        select new ReportedProvider(
            Name(newest.Dispenser), newest.Dispenser.Dea ?? newest.Dispenser.Npi ?? newest.Dispenser.Ncpdp ?? "",
            newest.Dispenser.City is { Length: > 0 } city ? $"{city} {newest.Dispenser.State}".TrimEnd() : Place(newest.Dispenser.Zip, newest.Dispenser.State ?? ""),
            Miles(reference, HomeZip(fills), newest.Dispenser.Zip), same.Count(), newest.Supply.FirstDay));

    /// <summary>The ZIP code on the newest fill that states one; 0 without.</summary>
    public static int HomeZip(IReadOnlyList<ReportedFill> fills) => fills.Select(f => f.Fill.PatientZip).FirstOrDefault(zip => zip != 0);

    public static double? Miles(DispensingReference reference, int zipA, int zipB) =>
        reference.Zips.Miles(zipA, zipB) is { } miles ? Math.Round(miles, 1) : null;

    public static string Name(Dispenser dispenser) => dispenser.Name ?? dispenser.Dea ?? dispenser.Npi ?? dispenser.Ncpdp ?? "";

    public static string Place(int zip, string state) => zip == 0 ? state : string.Create(CultureInfo.InvariantCulture, $"{zip:D5} {state}").TrimEnd();

    private static List<ReportedProvider> Ordered(IEnumerable<ReportedProvider> providers) =>
        [.. providers.OrderByDescending(p => p.Fills).ThenByDescending(p => p.LastFill).ThenBy(p => p.Name, StringComparer.Ordinal)];
}
