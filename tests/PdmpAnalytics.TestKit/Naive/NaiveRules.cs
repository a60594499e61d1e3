using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <summary>What a rule said about one day, read off the domain reference without any thought of speed.</summary>
public readonly record struct NaiveOutcome(Severity Severity, double Measure, double Minor = 0);

/// <summary>First, last and peak day of a rule and scope.</summary>
public sealed record NaiveEpisode(DrugScope? Scope, int FirstDay, int LastDay, int PeakDay, NaiveOutcome Peak);

/// <summary>
/// The rules with default thresholds, judged on every single day of the horizon. Each method answers for one day from the
/// fills that had started by then.
/// </summary>
public sealed partial class NaiveRules(DispensingHistory history)
{
    private const FillContext HighDoseTreatment = FillContext.Seizure | FillContext.AlcoholWithdrawal;
    private readonly Fill[] _fills = history.Fills.ToArray();
    private readonly List<EarlyRefill> _early = NaiveEarlyRefills.Of(history);
    private readonly Dictionary<(string What, int Day), double> _byDay = [];

    private delegate NaiveOutcome? Rule(DrugScope scope, int day);

    /// <summary>Episodes of a rule in the order they are reported; <paramref name="other"/>: whether a PS, ER or OV rule held within the 183 days up to a day; null for never.</summary>
    public List<NaiveEpisode> Episodes(string ruleId, Func<int, bool>? other = null) => ruleId switch
    {
        "PS-01" => Scoped(ManyPractices),
        "PS-02" => Scoped(ManyPharmacies),
        "PS-03" => Scoped((s, d) => FiveByFive(s, d, 183, 8, Severity.High)),
        "PS-04" => Scoped((s, d) => FiveByFive(s, d, 90, int.MaxValue, Severity.Critical)),
        "PS-05" => Scoped(FourByFour),
        "PS-06" => Scoped(ThreeByThree),
        "PS-07" => Scoped(OverlapEvents),
        "PS-08" => Scoped(ShoppingQuantity),
        "ER-01" => Scoped(Early),
        "ER-02" => Scoped(SerialEarly),
        "ER-03" => Scoped(CrossPharmacyEarly),
        "ER-04" => Scoped(SameDay),
        "ER-05" => Scoped(Stockpile),
        "OV-01" => Scoped(Overlap),
        "OV-02" => Single(SeveralSedatives),
        "DO-01" => Single(AboveLabel),
        "DO-02" => Single(HighSedativeDose),
        "DO-03" => Single(Escalation),
        "DO-04" => Single(HighOpioidDose),
        "DU-01" => Single(LongTerm),
        "DU-02" => Single(ShortCourse),
        "AB-01" => Today(AbruptStop),
        "CO-01" => Single(OpioidAndBenzodiazepine),
        "CO-02" => Single(WithCarisoprodol),
        "CO-03" => Single(TreatmentAndSedative),
        "PY-01" => Scoped((s, d) => Cash(s, d, other)),
        "PY-02" => Scoped(PaymentSplit),
        "GE-01" => Single(FarFromHome),
        "GE-02" => Single(OtherStates),
        "GE-03" => Single(ImpossibleTrip),
        "ID-01" => Single(InvalidNumber),
        "AG-01" => Single(TooYoung),
        "AG-02" => Single(OlderAdult),
        "VE-01" => Single(Animals),
        _ => throw new ArgumentException($"No naive reading of {ruleId}."),
    };

    private List<NaiveEpisode> Scoped(Rule rule)
    {
        DrugScope[] singles = [DrugScope.Sedatives, DrugScope.Opioids, DrugScope.Stimulants];
        var found = singles.Select(s => OneEpisode(s, s, rule)).OfType<NaiveEpisode>().ToList();
        if (OneEpisode(DrugScope.All, DrugScope.All, rule) is { } all && found.TrueForAll(f => IsAbove(all.Peak, f.Peak)))
        {
            found.Add(all);
        }

        return found;
    }

    private List<NaiveEpisode> Single(Func<int, NaiveOutcome?> rule) =>
        OneEpisode(null, DrugScope.All, (_, day) => rule(day)) is { } episode ? [episode] : [];

    private NaiveEpisode? OneEpisode(DrugScope? reported, DrugScope scope, Rule rule)
    {
        NaiveEpisode? episode = null;
        for (var day = history.HorizonDay; day <= history.AsOfDay; day++)
        {
            if (rule(scope, day) is not { } outcome)
            {
                continue;
            }

            episode = episode is null ? new NaiveEpisode(reported, day, day, day, outcome)
                : IsAbove(episode.Peak, outcome) ? episode with { LastDay = day }
                : episode with { LastDay = day, PeakDay = day, Peak = outcome };
        }

        return episode;
    }

    /// <summary>A rule about the day judged alone: the days before it on which it held without a break.</summary>
    private List<NaiveEpisode> Today(Func<int, NaiveOutcome?> rule)
    {
        if (rule(history.AsOfDay) is not { } today)
        {
            return [];
        }

        var first = history.AsOfDay;
        while (first > history.HorizonDay && rule(first - 1) is not null)
        {
            first--;
        }

        return [new NaiveEpisode(null, first, history.AsOfDay, history.AsOfDay, today)];
    }

    private static bool IsAbove(NaiveOutcome a, NaiveOutcome b) =>
        (a.Severity, a.Measure, a.Minor).CompareTo((b.Severity, b.Measure, b.Minor)) > 0;

    private List<Fill> Window(DrugScope scope, int day, int length, RecordQuality faults = RecordQuality.Sound) =>
        [.. _fills.Where(f => NaiveSupply.InScope(f, scope) && f.StartDay > day - length && f.StartDay <= day && (f.Quality & faults) == 0)];

    private List<EarlyRefill> EarlyIn(DrugScope scope, int day) =>
        [.. _early.Where(e => NaiveSupply.InScope(_fills[e.Fill], scope) && e.Day > day - 183 && e.Day <= day)];

    /// <summary>A fact about one day, worked out once.</summary>
    private double Remember(string what, int day, Func<double> work)
    {
        if (!_byDay.TryGetValue((what, day), out var known))
        {
            known = _byDay[(what, day)] = work();
        }

        return known;
    }

    private int Days(string what, int day, int length, Func<int, bool> holds)
    {
        var count = 0;
        for (var d = day - length + 1; d <= day; d++)
        {
            count += (int)Remember(what, d, () => holds(d) ? 1 : 0);
        }

        return count;
    }

    private static int Distinct(IEnumerable<Fill> fills, Func<Fill, int> what) => fills.Select(what).Distinct().Count();

    private static int? MoveSplit(List<Fill> window)
    {
        var located = window.Select((f, i) => (Zip3: f.PatientZip / 100, Index: i)).Where(p => p.Zip3 != 0).ToList();
        var changes = located.Zip(located.Skip(1)).Where(p => p.First.Zip3 != p.Second.Zip3).Select(p => p.Second.Index).ToList();
        if (changes.Count != 1)
        {
            return null;
        }

        var before = window.Take(changes[0]).Select(f => f.PracticeId);
        var after = window.Skip(changes[0]).Select(f => f.PracticeId);
        return before.Intersect(after).Any() ? null : changes[0];
    }
}
