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
    private readonly FindingCollector _findings = new();
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
        for (var day = standing; day <= request.To.DayNumber;)
        {
            var (count, next) = Know(versions, day, knownBy);
            var due = Judge(versions[0].PatientId, _known.AsSpan(0, count), DateOnly.FromDayNumber(day), day == standing, events);
            day = Math.Min(next, due);
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
    private int Judge(long patient, ReadOnlySpan<DispensationRow> known, DateOnly night, bool standing, List<ReplayEvent> events)
    {
        Nights++;
        _history.Load(known, reference, night);
        var due = int.MaxValue;
        for (var i = 0; i < catalogs.Count; i++)
        {
            _findings.Clear();
            foreach (var rule in catalogs[i].Rules)
            {
                rule.Evaluate(_history, population(night), _findings);
            }

            due = Math.Min(due, NextJudgement.DueOn(_history, _findings)?.DayNumber ?? int.MaxValue);
            _alerts[i].Say(
                new PatientJudgement { PatientId = patient, AsOf = night, Findings = _findings.Findings.Count == 0 ? [] : [.. _findings.Findings] },
                standing, events);
        }

        return due;
    }
}
