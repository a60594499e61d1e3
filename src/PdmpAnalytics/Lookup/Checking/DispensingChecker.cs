using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>Asks the rules of the night what they would say if a fill were dispensed. Pure; one a request.</summary>
/// <param name="fills">The patient's fills without the proposed one.</param>
/// <param name="patientId">Whose, so that exemptions stated by hand hold.</param>
internal sealed class DispensingChecker(LookupKnowledge knowledge, long patientId, Fill[] fills)
{
    /// <summary>How far ahead a quiet day is looked for. Our choice, 2026-11-22: two months, as the longest wait somebody is asked for.</summary>
    private const int MostDaysAhead = 60;

    /// <summary>A first small supply, as insurers and emergency rules know it. Our choice, 2026-11-22.</summary>
    private const int SmallSupplyDays = 7;

    private readonly PatientJudge _judge = knowledge.Judge();

    public DispensingCheck Check(ResolvedProposal proposal, Guid id, DateTimeOffset at, NearbyPharmacies near)
    {
        var fill = proposal.Fill;
        var on = DateOnly.FromDayNumber(fill.StartDay);
        var before = Holding(fills, on);
        var added = New(before, Holding([.. fills, fill], on));
        var running = Running(fill);
        var alerts = added.Select(f => new CheckedAlert(CounterWords.Of(f), f.SilentIf)).ToList();
        return new DispensingCheck
        {
            CheckId = id,
            GeneratedUtc = at,
            On = on,
            DataThrough = near.DataThrough,
            Headline = HeadlineOf(alerts, running is { } earlier ? earlier.LastDay + 1 - fill.StartDay : 0),
            Drug = proposal.Drug,
            DaysEarly = running is { } supply ? supply.LastDay + 1 - fill.StartDay : 0,
            SupplyUntil = running is { } same ? DateOnly.FromDayNumber(same.LastDay) : null,
            Doses = Doses(fill),
            Overlaps = Overlaps(fill),
            NewAlerts = alerts,
            StandingAlerts = [.. before.GroupBy(f => f.Rule.Id).Select(g => CounterWords.Of(g.MaxBy(f => f.Severity)!))],
            QuietIf = alerts.Count == 0 ? [] : QuietIf(fill),
            Assumed = proposal.Assumed,
            LatePharmacies = near.Late,
            Notice = PatientReportBuilder.Notice,
        };
    }

    /// <summary>Findings above Info that hold on the day and have words for the counter.</summary>
    private List<RuleFinding> Holding(Fill[] all, DateOnly on) =>
    [
        .. _judge.Judge(patientId, all, on).Findings.Where(f => f.Severity > Severity.Info && f.LastDay >= on && CounterWords.Has(f.Rule.Id)),
    ];

    /// <summary>What holds only with the fill, or more severely; one a rule, most severe first.</summary>
    private static List<RuleFinding> New(List<RuleFinding> before, List<RuleFinding> after) =>
    [
        .. after.Where(f => !before.Exists(b => b.Rule.Id == f.Rule.Id && b.Scope == f.Scope && b.Severity >= f.Severity))
            .GroupBy(f => f.Rule.Id).Select(g => g.MaxBy(f => f.Severity)!).OrderByDescending(f => f.Severity),
    ];

    private bool IsQuiet(Fill changed)
    {
        var on = DateOnly.FromDayNumber(changed.StartDay);
        return New(Holding(fills, on), Holding([.. fills, changed], on)).Count == 0;
    }

    /// <summary>Each change alone, asked of the rules themselves.</summary>
    private List<string> QuietIf(Fill fill)
    {
        var quiet = new List<string>();
        for (var days = 1; days <= MostDaysAhead; days++)
        {
            if (IsQuiet(Later(fill, days)))
            {
                quiet.Add($"dispensed on {Day(fill.StartDay + days)} or later ({ReportWords.Counted(days, "day")} from the day asked)");
                break;
            }
        }

        if (fill.Days > SmallSupplyDays && IsQuiet(Smaller(fill)))
        {
            quiet.Add($"{SmallSupplyDays} days at the same dose instead of {fill.Days}");
        }

        if (fill.Payment == PaymentType.PrivatePay && IsQuiet(fill with { Payment = PaymentType.CommercialInsurance }))
        {
            quiet.Add("billed to insurance instead of paid privately");
        }

        return quiet;
    }

    private static Fill Later(Fill fill, int days) => fill with
    {
        StartDay = fill.StartDay + days, LastDay = fill.LastDay + days, FilledDay = fill.FilledDay + days,
    };

    private static Fill Smaller(Fill fill) => fill with
    {
        LastDay = fill.StartDay + SmallSupplyDays - 1, Quantity = fill.Quantity * SmallSupplyDays / fill.Days,
    };

    /// <summary>The supply of the same ingredient that ends last and still runs on the day; null when none does.</summary>
    private Fill? Running(Fill fill)
    {
        Fill? found = null;
        foreach (ref readonly var earlier in fills.AsSpan())
        {
            if (earlier.IngredientId == fill.IngredientId && earlier.StartDay <= fill.StartDay && earlier.LastDay >= fill.StartDay
                && !earlier.Has(FillContext.Veterinary) && earlier.LastDay > (found?.LastDay ?? 0))
            {
                found = earlier;
            }
        }

        return found;
    }

    private CheckedDoses Doses(Fill fill)
    {
        var (lme, mme) = (0.0, 0.0);
        foreach (ref readonly var running in fills.AsSpan())
        {
            if (running.Covers(fill.StartDay) && !running.Has(FillContext.Veterinary) && !running.Faulty(RecordQuality.Quantity))
            {
                (lme, mme) = (lme + running.DailyLme, mme + running.DailyMme);
            }
        }

        return new CheckedDoses(
            Math.Round(lme, 2), Math.Round(lme + fill.DailyLme, 2), Math.Round(mme, 2), Math.Round(mme + fill.DailyMme, 2));
    }

    private List<CheckedOverlap> Overlaps(Fill fill) =>
    [
        .. from other in fills
           where other.StartDay <= fill.StartDay && !other.Has(FillContext.Veterinary) && other.Class != DrugClass.Unknown
           let days = other.DaysSharedWith(fill)
           where days > 0
           orderby days descending, other.DispensationId
           select new CheckedOverlap(
               NameOf(other), DateOnly.FromDayNumber(other.LastDay), days, other.PracticeId != fill.PracticeId,
               other.DispenserGroupId != fill.DispenserGroupId),
    ];

    private string NameOf(Fill fill) => string.Create(
        CultureInfo.InvariantCulture,
        $"{knowledge.Reference.Catalog.Ingredients[fill.IngredientId].Name}{(fill.StrengthMg > 0 ? $" {fill.StrengthMg:0.###} mg" : "")}");

    private static string HeadlineOf(List<CheckedAlert> alerts, int daysEarly)
    {
        var early = daysEarly == 0 ? "" : $" {ReportWords.Counted(daysEarly, "day")} of the running supply {(daysEarly == 1 ? "is" : "are")} left.";
        return (alerts.Count == 0 ? "This fill raises nothing new." : $"This fill would raise {ReportWords.Counted(alerts.Count, "new pattern")}: {alerts[0].Alert.Title}.") + early;
    }

    private static string Day(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
