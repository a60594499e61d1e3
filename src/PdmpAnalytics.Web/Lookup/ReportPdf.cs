using System.Globalization;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Web.Pdf;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>A report as a PDF: what the page says, with its chart.</summary>
internal static class ReportPdf
{
    private static readonly PdfColumn[] Fills =
    [
        new("Filled", 46), new("Until", 46), new("Written", 46), new("Drug", 108), new("NDC, schedule", 64), new("Qty", 28, true), new("Days", 24, true), new("Refill", 30),
        new("mg/d", 28, true), new("LME/d", 30, true), new("MME/d", 30, true), new("Paid", 48), new("Prescriber", 78), new("Pharmacy", 76), new("Notes", 38),
    ];

    private static readonly PdfColumn[] Providers =
        [new("Name", 220), new("Number", 90), new("Place", 170), new("Miles", 50, true), new("Fills", 50, true), new("Last fill", 80)];

    public static byte[] Of(PatientReport report)
    {
        var flow = new PdfFlow();
        flow.Lines($"{report.Patient.Name}, born {Day(report.Patient.Dob)}", 14, bold: true);
        flow.Lines($"As of {Day(report.AsOf)}, data through {(report.DataThrough is { } through ? Day(through) : "no day")}, made {ReportText.Instant(report.GeneratedUtc)}, report {report.ReportId}");
        foreach (var address in report.Patient.Addresses)
        {
            flow.Lines($"Address as given: {address.Text}, {Day(address.From)} to {Day(address.To)}");
        }

        flow.Heading(report.Headline);
        foreach (var fact in report.Facts)
        {
            flow.Lines(fact);
        }

        foreach (var (alert, index) in report.Alerts.Select((a, i) => (a, i)))
        {
            flow.Heading($"{ReportTimeline.Number(index)}. {alert.Title} ({alert.Severity}, {Day(alert.FirstDay)} to {Day(alert.LastDay)})");
            flow.Lines(alert.Text);
            flow.Lines($"Settles it: {alert.Settles}");
        }

        ReportPdfTimeline.Add(flow, ReportTimeline.Of(report));
        Doses(flow, report);
        flow.Heading($"Prescriptions, {Day(report.Request.RangeFrom)} to {Day(report.Request.RangeTo)}");
        flow.Table(Fills, report.Prescriptions.Select(Row), 6.5);
        Table(flow, "Prescribers", report.Prescribers);
        Table(flow, "Pharmacies", report.Pharmacies);
        Reach(flow, report);
        return flow.ToBytes($"Report {report.ReportId}", $"{report.Patient.Name}, born {Day(report.Patient.Dob)}, report {report.ReportId}");
    }

    private static void Doses(PdfFlow flow, PatientReport report)
    {
        flow.Heading("Daily dose");
        flow.Lines(string.Create(
            CultureInfo.InvariantCulture,
            $"{(report.IsCurrent ? "Now" : "Now, by what is on record,")} {report.Summary.ActiveLme:0.##} mg LME and {report.Summary.ActiveMme:0.##} mg MME a day; mean LME of 30 days {report.Summary.AvgLme30d:0.##}, of 90 days {report.Summary.AvgLme90d:0.##}. Opioid and benzodiazepine together on {report.Summary.OpioidBenzoOverlapDays90} of the last 90 days."));
        foreach (var overlap in report.Overlaps)
        {
            flow.Lines($"{overlap.What}: {Day(overlap.First)} to {Day(overlap.Last)}, {ReportText.Days(overlap.Days)}", 8);
        }

        flow.Heading("Project index");
        if (report.Scores.Sedative is not null)
        {
            flow.Lines($"narcotic {ReportText.Index(report.Scores.Narcotic)}, sedative {ReportText.Index(report.Scores.Sedative)}, stimulant {ReportText.Index(report.Scores.Stimulant)}");
        }

        flow.Lines(report.Scores.Disclaimer, 8);
    }

    private static void Reach(PdfFlow flow, PatientReport report)
    {
        flow.Heading("How far the data reach");
        flow.Lines("No data is not the same as no fills.");
        foreach (var late in report.LatePharmacies)
        {
            flow.Lines($"{late.Name}{(late.Used ? ", used by this patient" : "")}: {(late.DataThrough is { } day ? $"through {Day(day)}" : "never reported")}", 8);
        }

        flow.Lines(report.Notice, 8);
    }

    private static void Table(PdfFlow flow, string title, IReadOnlyList<ReportedProvider> rows)
    {
        flow.Heading(title);
        flow.Table(Providers, rows.Select(r => (IReadOnlyList<string>)
            [r.Name, r.Number, r.Place, ReportText.Number(r.Miles), r.Fills.ToString(CultureInfo.InvariantCulture), Day(r.LastFill)]));
    }

    private static IReadOnlyList<string> Row(ReportedPrescription p) =>
    [
        Day(p.SoldOrFilled), Day(p.ActiveUntil), p.Written is { } written ? Day(written) : "", p.Drug, p.Ndc + (p.Schedule.Length > 0 ? $", C-{p.Schedule}" : ""),
        ReportText.Number(p.Qty) + (p.Unit == "each" ? "" : $" {p.Unit}"), p.Days.ToString(CultureInfo.InvariantCulture), p.Refill, ReportText.Number(p.MgPerDay),
        ReportText.Number(p.LmePerDay), ReportText.Number(p.Mme), p.Pay, $"{p.Prescriber.Name} {p.Prescriber.City}", $"{ReportText.Pharmacy(p.Pharmacy)} {p.Pharmacy.City} {p.Pharmacy.State}".TrimEnd(),
        string.Join(", ", p.Flags.Select(ReportText.Flag)),
    ];

    private static string Day(DateOnly day) => ReportText.Day(day);
}
