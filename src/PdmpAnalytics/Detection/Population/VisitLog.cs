using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>One fill as the network sees it.</summary>
/// <param name="Pair">Number of the practice and dispenser in <see cref="VisitLog.Pairs"/>.</param>
internal readonly record struct Visit(int Day, int Pair, bool Cash, long DispensationId);

/// <summary>
/// Who went where, of everyone who went to more than one pair of practice and dispenser: those alone can share several. A tenth
/// or so of all fills, 24 bytes each.
/// </summary>
internal sealed class VisitLog
{
    private readonly Dictionary<(int Practice, int Dispenser), int> _numbers = [];
    private readonly HashSet<(int, int)> _own = [];

    /// <summary>Practice and dispenser by number.</summary>
    public List<(int Practice, int Dispenser)> Pairs { get; } = [];

    /// <summary>Patient ids, ascending, each with visits by day.</summary>
    public List<(long Patient, Visit[] Visits)> Patients { get; } = [];

    /// <summary>Takes the counted fills of one patient: of a scope, outside exempt contexts, from a day on.</summary>
    public void Add(DispensingHistory history, int firstDay)
    {
        _own.Clear();
        var fills = history.Fills;
        var count = 0;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            if (Counts(in fill, firstDay))
            {
                _own.Add((fill.PracticeId, fill.DispenserId));
                count++;
            }
        }

        if (_own.Count < 2)
        {
            return;
        }

        var visits = new List<Visit>(count);
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            if (Counts(in fill, firstDay))
            {
                visits.Add(new Visit(fill.StartDay, Number((fill.PracticeId, fill.DispenserId)), fill.IsCash, fill.DispensationId));
            }
        }

        Patients.Add((history.PatientId, [.. visits]));
    }

    /// <summary>Adds another worker's patients, which come after these.</summary>
    public void Merge(VisitLog later)
    {
        foreach (var (patient, visits) in later.Patients)
        {
            Patients.Add((patient, Array.ConvertAll(visits, v => v with { Pair = Number(later.Pairs[v.Pair]) })));
        }
    }

    private static bool Counts(in Fill fill, int firstDay) =>
        fill.StartDay >= firstDay && !fill.Has(ExemptContexts.Usual) && !fill.Faulty(RecordQuality.Dispenser);

    private int Number((int, int) pair)
    {
        if (!_numbers.TryGetValue(pair, out var number))
        {
            _numbers.Add(pair, number = Pairs.Count);
            Pairs.Add(pair);
        }

        return number;
    }
}
