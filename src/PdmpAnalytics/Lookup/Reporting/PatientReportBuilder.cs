using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Makes the report from a patient's file. Pure: equal files, knowledge and days give equal reports.</summary>
internal sealed class PatientReportBuilder(LookupOptions options)
{
    /// <summary>Days of the history of daily doses. Our choice, 2026-11-22: a year.</summary>
    public const int DoseDays = 365;

    public const string Notice =
        "Data as reported by dispensers. Verify with the prescriber. Absence of data is not proof. "
        + "Use and further disclosure are limited by state law; a report is no part of a diagnosis.";

    /// <param name="id">The report's id.</param>
    /// <param name="at">When it was made, UTC.</param>
    public PatientReport Build(PatientQuery query, PatientFile file, LookupKnowledge knowledge, Guid id, DateTimeOffset at)
    {
        var asOf = knowledge.AsOf;
        var from = asOf.AddDays(1 - options.RangeDays);
        var history = new DispensingHistory();
        history.Load(file.Rows, knowledge.Reference, asOf);
        var shown = file.Fills.Where(f => f.Supply.FirstDay <= asOf && f.Supply.LastDay >= from)
            .OrderByDescending(f => f.Supply.FirstDay).ThenByDescending(f => f.Fill.Id).ToList();
        var alerts = CounterWords.Of(knowledge.Judge(OwnPractices.Of(file.Fills, knowledge.Reference)).Judge(file.Rows, asOf).Findings, asOf, options.AlertDays);
        var prescriptions = new PrescriptionLines(history, knowledge.Reference, knowledge.Rules.EarlyRefills).Of(shown);
        var doses = new DoseHistory(history);
        var states = States(shown);
        var near = NearbyPharmacies.Of(shown, knowledge, options);
        var summary = SummaryOf(history, shown, from, doses);
        return new PatientReport
        {
            ReportId = id,
            GeneratedUtc = at,
            AsOf = asOf,
            DataThrough = near.Reach.Through,
            IsCurrent = near.Reach.IsCurrent,
            Request = new ReportRequest(query.LastName, query.FirstName, query.BirthDate, from, asOf, states),
            StateStatus = [.. states.Select(state => StatusOf(state, shown.Count, near.Reach))],
            Headline = ReportWords.Headline(alerts, shown.Count, options.RangeDays, near.Reach),
            Facts = ReportWords.Facts(summary, prescriptions, near.Reach, asOf),
            Patient = PatientOf(file),
            Summary = summary,
            Scores = ProjectIndexTable.Score(knowledge.Index, history),
            Alerts = alerts,
            Prescriptions = prescriptions,
            Overlaps = SupplyOverlaps.Of(history, from),
            Doses = doses.Steps(DoseDays),
            Prescribers = ReportedProviders.Prescribers(shown, knowledge.Reference),
            Pharmacies = ReportedProviders.Pharmacies(shown, knowledge.Reference),
            LatePharmacies = near.Late,
            Notice = Notice,
            Curves = new Lazy<IReadOnlyList<DoseCurve>>(() => [.. new[] { DoseKind.Lme, DoseKind.Mme }.Select(kind => DoseCurve.Of(history, kind)).OfType<DoseCurve>()]),
        };
    }

    /// <summary>Never plain Complete while newer fills may be missing.</summary>
    private static StateStatus StatusOf(string state, int fills, DataReach reach) => new(
        state, fills > 0 ? "Complete" : "NoData",
        (fills > 0 ? "" : "No fill on record in this period. ") + (reach.IsCurrent ? "" : $"{reach.Words}: later fills may be missing."));

    private IReadOnlyList<string> States(List<ReportedFill> fills) => options.State.Length > 0
        ? [options.State]
        : [.. fills.Select(f => f.Dispenser.State ?? "").Where(s => s.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    private static ReportSummary SummaryOf(DispensingHistory history, List<ReportedFill> shown, DateOnly from, DoseHistory doses)
    {
        var (prescribers, practices, pharmacies) = (new HashSet<int>(), new HashSet<int>(), new HashSet<int>());
        var (count, active, cash) = (0, 0, 0);
        foreach (ref readonly var fill in history.Fills)
        {
            if (fill.LastDay < from.DayNumber)
            {
                continue;
            }

            count++;
            prescribers.Add(fill.PrescriberId);
            practices.Add(fill.PracticeId);
            pharmacies.Add(fill.DispenserId);
            active += fill.Covers(history.AsOfDay) ? 1 : 0;
            cash += fill.Payment == PaymentType.PrivatePay ? 1 : 0;
        }

        return new ReportSummary(
            count, prescribers.Count, practices.Count, pharmacies.Count,
            shown.Count == 0 ? null : shown[^1].Supply.FirstDay, shown.Count == 0 ? null : shown[0].Supply.FirstDay,
            active, doses.Today(DoseKind.Mme), doses.Today(DoseKind.Lme), doses.Mean(DoseKind.Lme, 30), doses.Mean(DoseKind.Lme, 90),
            SupplyOverlaps.OpioidBenzodiazepineDays(history, 90), cash);
    }

    private static ReportedPatient PatientOf(PatientFile file)
    {
        var records = file.Records.ToDictionary(r => r.Id);
        var stated = file.Fills.GroupBy(f => f.Fill.PatientRecordId)
            .Where(g => records.ContainsKey(g.Key))
            .Select(g => (Record: records[g.Key], First: g.Min(f => f.Fill.FilledOn), Last: g.Max(f => f.Fill.FilledOn)))
            .OrderByDescending(s => s.Last).ThenByDescending(s => s.Record.Id).ToList();
        var newest = stated.Count > 0 ? stated[0].Record : file.Records[^1];
        var name = string.Join(' ', new[] { newest.FirstName, newest.MiddleName, newest.LastName, newest.Suffix }.Where(part => part.Length > 0));
        var addresses = stated
            .GroupBy(s => string.Create(CultureInfo.InvariantCulture, $"{s.Record.Address}, {s.Record.City} {s.Record.State} {s.Record.Zip}").Trim(' ', ','))
            .Where(g => g.Key.Length > 0)
            .Select(g => new ReportedAddress(g.Key, g.Min(s => s.First), g.Max(s => s.Last)))
            .OrderByDescending(a => a.To).ToList();
        return new ReportedPatient(name, newest.BirthDate, newest.Sex, addresses, file.Records.Count, Math.Round(file.LinkConfidence, 4))
        {
            Family = newest.LastName,
            Given = [.. new[] { newest.FirstName, newest.MiddleName }.Where(part => part.Length > 0)],
        };
    }
}
