using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>ID-01, dispenser: a pharmacy whose records carry faulty prescriber numbers again and again needs a ticket, not a review of patients.</summary>
internal sealed class DispenserPrescriberNumbersRule(InvalidPrescriberNumberThresholds limits) : IPopulationRule<DispenserRecords>
{
    private const RecordQuality Faults = RecordQuality.PrescriberDea | RecordQuality.PrescriberNpi;
    private const double Rounding = 1e-9;

    public RuleDefinition Definition { get; } = InvalidPrescriberNumberRule.About with
    {
        Title = "Invalid prescriber identifiers at one pharmacy",
        SilencedBy = FillContext.None,
        Counts = "The pharmacy's records whose prescriber number fails its check digit or is missing: enough in a short window on any day of the horizon, or a share of its records of the last half year.",
        Template = "{k} prescriptions filled at {pharmacy} in {W} days with a fault in the prescriber's numbers: {faults}; in the last {S} days {n} of {records} records have one ({pct} %).",
        LegitimateReasons = "A wrong number in the pharmacy's prescriber file, a hospital number used by residents.",
        ReviewerCheck = "The prescriber file of the pharmacy's software.",
    };

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    public int RecentDays => limits.WindowDays;

    public RuleFinding? Evaluate(DispenserRecords subject, DateOnly asOf)
    {
        var faulty = subject.Faulty.Where(r => (r.Quality & Faults) != 0 && r.Day <= asOf.DayNumber)
            .OrderBy(r => r.Day).ThenBy(r => r.DispensationId).ToList();
        var episode = new Episode(asOf.DayNumber - DispensingHistory.HorizonDays + 1, asOf.DayNumber);
        var sweep = new WindowSweep(
            faulty.Select(r => r.Day).ToArray(), limits.DispenserWindowDays, episode.FirstPossibleDay, asOf.DayNumber);
        while (sweep.Next())
        {
            if (sweep.High - sweep.Low >= limits.DispenserRecords)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(Severity.Medium, sweep.High - sweep.Low));
            }
        }

        var recent = In(faulty, asOf.DayNumber, limits.WindowDays);
        if (recent.Count >= limits.DispenserShareRecords && recent.Count >= limits.DispenserShare * subject.RecentRecords - Rounding)
        {
            episode.Hold(asOf.DayNumber, asOf.DayNumber, new Outcome(Severity.Medium, recent.Count, Tag: 1));
        }

        return episode.Held ? Finding(subject, faulty, recent.Count, episode) : null;
    }

    private RuleFinding Finding(DispenserRecords subject, List<FaultyRecord> faulty, int recent, in Episode episode)
    {
        var days = episode.Peak.Tag == 1 ? limits.WindowDays : limits.DispenserWindowDays;
        var counted = In(faulty, episode.PeakDay, days);
        var dea = counted.FindAll(r => (r.Quality & RecordQuality.PrescriberDea) != 0);
        var without = dea.Count(r => r.WithoutDea);
        var faults = new PrescriberNumberFaults(
            dea.Count - without, without, counted.Count(r => (r.Quality & RecordQuality.PrescriberNpi) != 0));
        FindingValue[] values =
        [
            new("k", counted.Count), new("W", days), .. faults.Values, new("n", recent), new("S", limits.WindowDays), new("records", subject.RecentRecords),
            new("pct", subject.RecentRecords == 0 ? 0 : Math.Round(100.0 * recent / subject.RecentRecords, 1)),
        ];
        return new RuleFinding
        {
            Rule = Definition,
            Severity = episode.Peak.Severity,
            FirstDay = DateOnly.FromDayNumber(episode.FirstDay),
            LastDay = DateOnly.FromDayNumber(episode.LastDay),
            PeakDay = DateOnly.FromDayNumber(episode.PeakDay),
            LookBackDays = days,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("pharmacy", subject.Name.Length > 0 ? subject.Name : $"dispenser {subject.DispenserId}"), ("faults", faults.ToString())),
            SilentIf = $"At most {FindingText.Many(limits.DispenserRecords - 1, "such record")} in any {limits.DispenserWindowDays} days, and less than {FindingText.Number(100 * limits.DispenserShare)} % of its records.",
            Evidence = [.. counted.Select(r => r.DispensationId)],
            Thresholds = Detection.Thresholds.Text(Thresholds),
        };
    }

    private static List<FaultyRecord> In(List<FaultyRecord> faulty, int day, int days) =>
        faulty.FindAll(r => r.Day <= day && r.Day > day - days);
}
