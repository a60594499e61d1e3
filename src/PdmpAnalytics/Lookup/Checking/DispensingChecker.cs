using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>Asks the rules of the night what they would say if a fill were dispensed. Pure; one a request.</summary>
/// <param name="patientId">Whose, so that exemptions stated by hand hold.</param>
/// <param name="fills">The patient's fills without the proposed one.</param>
/// <param name="practices">How the patient's practices are called.</param>
internal sealed class DispensingChecker(LookupKnowledge knowledge, long patientId, Fill[] fills, OwnPractices practices)
{
    private readonly PatientJudge _judge = knowledge.Judge(practices);

    /// <param name="at">The instant of asking, UTC.</param>
    /// <param name="today">The day of asking.</param>
    public DispensingCheck Check(ResolvedProposal proposal, DateTimeOffset at, DateOnly today, NearbyPharmacies near)
    {
        var fill = proposal.Fill;
        var on = DateOnly.FromDayNumber(fill.StartDay);
        var before = Holding(fills, on);
        var added = New(before, Holding([.. fills, fill], on));
        var running = Running(fill);
        var daysEarly = running is { } supply ? supply.LastDay + 1 - fill.StartDay : 0;
        var quiet = added.Count == 0 ? null : new QuietChanges(Firing).Of(fill, added.ConvertAll(f => f.Rule.Id), proposal.Unstated);
        var alerts = added.ConvertAll(f => new CheckedAlert(CounterWords.Of(f), quiet!.ByRule[f.Rule.Id]));
        return new DispensingCheck
        {
            CheckId = Guid.Empty,
            GeneratedUtc = at,
            On = on,
            DataThrough = near.Reach.Through,
            IsCurrent = near.Reach.IsCurrent,
            Headline = CheckWords.Headline(alerts, daysEarly, near.Reach, on, today),
            Drug = proposal.Drug,
            DaysEarly = daysEarly,
            SupplyUntil = running is { } same ? DateOnly.FromDayNumber(same.LastDay) : null,
            Doses = Doses(fill),
            Overlaps = Overlaps(fill),
            NewAlerts = alerts,
            StandingAlerts = [.. before.GroupBy(f => f.Rule.Id).Select(g => CounterWords.Of(g.MaxBy(f => f.Severity)!))],
            QuietIf = quiet?.All ?? [],
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

    private HashSet<string> Firing(Fill changed)
    {
        var on = DateOnly.FromDayNumber(changed.StartDay);
        return [.. New(Holding(fills, on), Holding([.. fills, changed], on)).Select(f => f.Rule.Id)];
    }

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
}
