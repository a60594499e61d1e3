using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Backtesting;

/// <summary>
/// Replays one patient's nights: judged as the nights did, when something became known and when a rule was due, and on no
/// other night. Pure but for its scratch; one instance per worker.
/// </summary>
/// <param name="catalogs">The sets of rules to judge by, side by side over one history.</param>
/// <param name="population">The population's figures in force on a night.</param>
internal sealed class PatientReplay(
    IReadOnlyList<RuleCatalog> catalogs, DispensingReference reference, Func<DateOnly, PopulationReference> population)
{
    private readonly DispensingHistory _history = new();
    private readonly RuleAnswers[] _answers = Answers(catalogs);
    private readonly ReplayedAlert[] _alerts = [.. catalogs.Select((_, i) => new ReplayedAlert(i))];
    private DispensationRow[] _known = new DispensationRow[64];

    /// <summary>Nights judged so far, over all patients.</summary>
    public long Nights { get; private set; }

    /// <param name="versions">One patient's rows: every version when nights know what was received, else the live ones.</param>
    public void Replay(ReadOnlySpan<DispensationRow> versions, BacktestRequest request, KnownBy knownBy, List<ReplayEvent> events)
    {
        foreach (var alert in _alerts)
        {
            alert.Begin();
        }

        var standing = request.From.DayNumber - 1;
        var (newsOn, figures) = (standing, default(PopulationReference));
        var known = 0;
        for (var day = standing; day <= request.To.DayNumber;)
        {
            var news = day >= newsOn || !ReferenceEquals(figures, population(DateOnly.FromDayNumber(day)));
            if (day >= newsOn)
            {
                (known, newsOn) = Know(versions, day, knownBy);
            }

            figures = population(DateOnly.FromDayNumber(day));
            _history.Load(_known.AsSpan(0, known), reference, DateOnly.FromDayNumber(day));
            var due = Judge(versions[0].PatientId, figures, news, day == standing, events);
            newsOn = Math.Min(newsOn, _history.NextFillDay);
            day = Math.Min(newsOn, due);
        }
    }

    /// <summary>Gathers what a night knew, and tells the first later night that knew something else.</summary>
    private (int Count, int Next) Know(ReadOnlySpan<DispensationRow> versions, int day, KnownBy knownBy)
    {
        if (_known.Length < versions.Length)
        {
            _known = new DispensationRow[versions.Length * 2];
        }

        if (knownBy == KnownBy.Filled)
        {
            versions.CopyTo(_known);
            return (versions.Length, int.MaxValue);
        }

        var (count, next) = (0, int.MaxValue);
        foreach (ref readonly var version in versions)
        {
            if (version.ReceivedDay > day)
            {
                next = Math.Min(next, version.ReceivedDay);
            }
            else if (version.ClosedDay == 0 || version.ClosedDay > day)
            {
                _known[count++] = version;
                next = version.ClosedDay == 0 ? next : Math.Min(next, version.ClosedDay);
            }
        }

        return (count, next);
    }

    /// <returns>The first later night on which the rules can say something else by themselves.</returns>
    private int Judge(long patient, PopulationReference figures, bool news, bool standing, List<ReplayEvent> events)
    {
        Nights++;
        var due = int.MaxValue;
        for (var i = 0; i < catalogs.Count; i++)
        {
            due = Math.Min(due, _answers[i].Answer(_history, figures, news));
            _alerts[i].Say(patient, _history.AsOf, _answers[i].Findings, standing, events);
        }

        return due;
    }

    /// <summary>The first set answers for the others where they say the same.</summary>
    private static RuleAnswers[] Answers(IReadOnlyList<RuleCatalog> catalogs)
    {
        var first = new RuleAnswers(catalogs[0], lender: null);
        return [first, .. catalogs.Skip(1).Select(catalog => new RuleAnswers(catalog, (catalogs[0], first)))];
    }
}
