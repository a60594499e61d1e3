using System.Globalization;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>The line on top and the three facts: observed, never a judgement of a person.</summary>
internal static class ReportWords
{
    public static string Headline(IReadOnlyList<CounterAlert> alerts, int fills, int rangeDays, DataReach reach) => alerts.Count switch
    {
        _ when fills == 0 => $"No controlled drug on record in {Months(rangeDays)}. Absence of data is not proof.",
        0 => $"Nothing stands out in {Months(rangeDays)} of records.",
        1 => $"Stands out: {alerts[0].Title}.",
        _ => $"Stands out: {alerts[0].Title}, and {Counted(alerts.Count - 1, "more pattern")} below.",
    } + (reach.IsCurrent ? "" : $" {reach.Words}: what was filled since is not known.");

    /// <inheritdoc cref="Headline"/>
    public static IReadOnlyList<string> Facts(ReportSummary summary, IReadOnlyList<ReportedPrescription> prescriptions, DataReach reach, DateOnly asOf)
    {
        var active = prescriptions.Where(p => p.SoldOrFilled <= asOf && p.ActiveUntil >= asOf).ToList();
        return
        [
            $"{Counted(summary.Fills, "fill")} from {Counted(summary.Prescribers, "prescriber")} ({Counted(summary.Practices, "practice")}) at {Counted(summary.Pharmacies, "pharmacy")}"
                + (summary.CashFills == 0 ? "." : $", {summary.CashFills} paid in cash."),
            InHandToday(summary, active, reach.IsCurrent ? "" : $" {reach.Words}, so this may not be all."),
            prescriptions.Count == 0 ? "No last fill." : LastFill(prescriptions[0]),
        ];
    }

    private static string InHandToday(ReportSummary summary, List<ReportedPrescription> active, string caution) =>
        (active.Count == 0 ? "No supply on record covers today." : $"In hand today: {string.Join("; ", active.Take(3).Select(InHand))}"
            + (active.Count > 3 ? $"; {active.Count - 3} more" : "") + $". Daily {Number(summary.ActiveLme)} mg LME, {Number(summary.ActiveMme)} mg MME.") + caution;

    public static string Counted(int count, string noun) => string.Create(
        CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : noun is [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] ? noun[..^1] + "ies" : noun + "s")}");

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string InHand(ReportedPrescription p) => $"{p.Drug} until {Day(p.ActiveUntil)}";

    private static string LastFill(ReportedPrescription p) =>
        $"Last fill {Day(p.SoldOrFilled)}: {p.Drug}, {Number(p.Qty)} for {Counted(p.Days, "day")}, {(p.Pharmacy.Name.Length > 0 ? p.Pharmacy.Name : p.Pharmacy.Dea)}.";

    private static string Months(int days) => days % 365 == 0 ? $"{days / 365 * 12} months" : Counted(days, "day");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
