using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PY-02.</summary>
internal sealed record PaymentSplitThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Days before and after a private payment in which insurance must have paid for the same class.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int InsuredDays { get; init; } = 90;

    [Threshold("Private payments beside an insured supply from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public int Events { get; init; } = 2;
}

/// <summary>PY-02: paid privately elsewhere while a supply that insurance paid for was running.</summary>
internal sealed class PaymentSplitRule(PaymentSplitThresholds limits) : ScopedRule<PaymentSplitThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "PY-02",
        Name = "payment-split",
        Title = "Payment split while insured",
        Family = RuleFamily.Payment,
        Queue = ReviewQueueKind.Review,
        OnByDefault = false,
        Counts = "Fills paid privately without a discount card while an insured supply of the same drug class from another practice or pharmacy was running, by a patient whose insurance paid for that class both before and after. Such a fill counts from the day of the later insured fill.",
        Template = "{k} private payments in {W} days for {class} while an insured supply was still running.",
        Citation = "Maine PMP rule: more than one payment method; Walker 2017",
        LegitimateReasons = "Insurance refused a refill as too soon after medicine was lost; a limit on covered quantity.",
        ReviewerCheck = "Whether the insurer refused the claim, and why.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.PracticeCount < 2 && history.DispenserGroupCount < 2)
        {
            return false;
        }

        var cash = 0;
        foreach (var position in history.InScope(DrugScope.All))
        {
            cash += history.Fills[position].IsCash ? 1 : 0;
        }

        return cash >= Limits.Events;
    }

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var events = Events(history, scope);
        if (events.Count < Limits.Events)
        {
            return episode;
        }

        // The number changes where an event becomes known and where its fill leaves the window.
        var days = events.SelectMany(e => new[] { e.KnownDay, e.Day + Limits.WindowDays }).Distinct().Order().ToList();
        for (var i = 0; i < days.Count - 1; i++)
        {
            var count = InWindow(events, days[i]).Count;
            if (count >= Limits.Events)
            {
                episode.Hold(days[i], days[i + 1] - 1, new Outcome(Severity.High, count));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var events = InWindow(Events(history, scope), episode.PeakDay);
        FindingValue[] values = [new("k", events.Count), new("W", Limits.WindowDays)];
        int[] leaving = [.. events.Skip(Limits.Events - 1).Select(e => e.Fill).Distinct().Order()];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("class", FindingText.Of(scope))),
            SilentIf = $"{FindingText.Many(Limits.Events - 1, "such payment")} instead of {events.Count} in {Limits.WindowDays} days, as without {FindingText.TheFills(history, leaving)}.",
            Leaving = leaving,
            Fills = [.. events.SelectMany(e => new[] { e.Fill, e.Insured }).Distinct().Order()],
        };
    }

    private List<Split> InWindow(List<Split> events, int day) =>
        events.FindAll(e => e.KnownDay <= day && e.Day > day - Limits.WindowDays);

    private List<Split> Events(DispensingHistory history, DrugScope scope)
    {
        var events = new List<Split>();
        var inScope = history.InScope(scope);
        for (var k = 0; k < inScope.Length; k++)
        {
            if (history.Fills[inScope[k]].IsCash && Event(history, inScope, k) is { } found)
            {
                events.Add(found);
            }
        }

        return events;
    }

    private Split? Event(DispensingHistory history, ReadOnlySpan<int> inScope, int k)
    {
        ref readonly var cash = ref history.Fills[inScope[k]];
        var (before, running, after) = (false, -1, 0);
        for (var j = 0; j < inScope.Length && after == 0; j++)
        {
            ref readonly var fill = ref history.Fills[inScope[j]];
            if (fill.Class != cash.Class || !IsInsured(fill.Payment))
            {
                continue;
            }

            before |= fill.StartDay < cash.StartDay && fill.StartDay >= cash.StartDay - Limits.InsuredDays;
            if (fill.Covers(cash.StartDay) && (fill.LocalPractice != cash.LocalPractice || fill.LocalDispenserGroup != cash.LocalDispenserGroup))
            {
                running = inScope[j];
            }

            after = fill.StartDay > cash.StartDay && fill.StartDay <= cash.StartDay + Limits.InsuredDays ? fill.StartDay : 0;
        }

        return before && running >= 0 && after > 0 ? new Split(inScope[k], running, cash.StartDay, after) : null;
    }

    private static bool IsInsured(PaymentType payment) => payment is PaymentType.Medicaid or PaymentType.Medicare
        or PaymentType.CommercialInsurance or PaymentType.Military or PaymentType.WorkersCompensation;

    /// <param name="Fill">The fill paid privately.</param>
    /// <param name="Insured">The insured supply that was running.</param>
    /// <param name="Day">Start of the fill paid privately.</param>
    /// <param name="KnownDay">Day of the insured fill that followed.</param>
    private readonly record struct Split(int Fill, int Insured, int Day, int KnownDay);
}
