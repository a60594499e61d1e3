using System.Runtime.InteropServices;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// One patient's fills up to the day judged, oldest first. Loaded again for each patient: arrays are kept, so judging
/// millions of patients allocates nothing here. Not for use by two threads at once.
/// </summary>
public sealed partial class DispensingHistory
{
    /// <summary>A finding's peak counts for this many days (6.0.2).</summary>
    public const int HorizonDays = 730;

    private readonly LocalNumbers _prescribers = new();
    private readonly LocalNumbers _practices = new();
    private readonly LocalNumbers _dispenserGroups = new();
    private readonly List<int>[] _scopes = [[], [], [], []];
    private Fill[] _fills = new Fill[64];
    private int _count;
    private int _classes;

    public long PatientId { get; private set; }

    /// <summary>The day judged from, as <see cref="DateOnly.DayNumber"/>. No fill starts after it.</summary>
    public int AsOfDay { get; private set; }

    public DateOnly AsOf => DateOnly.FromDayNumber(AsOfDay);

    /// <summary>First day a peak may lie on: 730 days up to and including <see cref="AsOfDay"/>, or fewer inside <see cref="Within"/>.</summary>
    public int HorizonDay => AsOfDay - _horizonDays + 1;

    private int _horizonDays = HorizonDays;

    /// <summary>
    /// Last day ahead on which a rule can change its mind by itself: every fill has left the longest window by then. What
    /// holds on days after <see cref="AsOfDay"/> is what will be said if nothing new arrives.
    /// </summary>
    public int LastDayAhead => AsOfDay + DailySupply.LongestWindowDays;

    /// <summary>Start of the first fill after <see cref="AsOfDay"/> that is known already; <see cref="int.MaxValue"/> without one.</summary>
    public int NextFillDay { get; private set; }

    /// <summary>
    /// Human fills that started by <see cref="AsOf"/>, by start day, then content. Unknown products are among them (class
    /// <see cref="DrugClass.Unknown"/>, in no scope); animals' fills are not.
    /// </summary>
    public ReadOnlySpan<Fill> Fills => _fills.AsSpan(0, _count);

    /// <summary>Whether any of <see cref="Fills"/> is of this class: the first question of rules about a few drugs.</summary>
    public bool Has(DrugClass drugClass) => (_classes & 1 << (int)drugClass) != 0;

    /// <summary>All contexts that any of <see cref="Fills"/> states.</summary>
    public FillContext AllContexts { get; private set; }

    /// <summary>Different prescribers, practices and dispenser groups over the whole history and all classes.</summary>
    public int PrescriberCount => _prescribers.Count;

    /// <inheritdoc cref="PrescriberCount"/>
    public int PracticeCount => _practices.Count;

    /// <inheritdoc cref="PrescriberCount"/>
    public int DispenserGroupCount => _dispenserGroups.Count;

    /// <summary>Positions in <see cref="Fills"/> of the fills counted in a scope, oldest first.</summary>
    public ReadOnlySpan<int> InScope(DrugScope scope) => CollectionsMarshal.AsSpan(_scopes[(int)scope]);

    /// <summary>
    /// Takes one patient's live rows, in any order, and prepares them for judging on <paramref name="asOf"/>: drops animals'
    /// fills and fills that start later, merges partial fills, resolves drug, prescriber and practice.
    /// </summary>
    public void Load(ReadOnlySpan<DispensationRow> rows, DispensingReference reference, DateOnly asOf)
    {
        Begin(rows.IsEmpty ? 0 : rows[0].PatientId, asOf, rows.Length);
        ForgetFacts(reference);
        foreach (ref readonly var row in rows)
        {
            var fill = FillBuilder.Build(in row, reference);
            Keep(in fill);
        }

        Finish();
    }

    /// <summary>Takes fills that are already resolved: for tests and for checks of a proposed fill.</summary>
    public void LoadFills(long patientId, ReadOnlySpan<Fill> fills, DateOnly asOf, DispensingReference? reference = null)
    {
        Begin(patientId, asOf, fills.Length);
        ForgetFacts(reference);
        foreach (ref readonly var fill in fills)
        {
            Keep(in fill);
        }

        Finish();
    }

    /// <summary>Measures the same fills once more with a shorter horizon.</summary>
    /// <param name="days">Up to and including <see cref="AsOfDay"/>.</param>
    internal void Within(int days, Action measure)
    {
        _horizonDays = days;
        try
        {
            measure();
        }
        finally
        {
            _horizonDays = HorizonDays;
        }
    }

    private void Begin(long patientId, DateOnly asOf, int capacity)
    {
        PatientId = patientId;
        AsOfDay = asOf.DayNumber;
        NextFillDay = int.MaxValue;
        _count = 0;
        _animalFills.Clear();
        if (_fills.Length < capacity)
        {
            _fills = new Fill[Math.Max(capacity, _fills.Length * 2)];
        }
    }

    private void Keep(in Fill fill)
    {
        if (fill.StartDay > AsOfDay)
        {
            NextFillDay = Math.Min(NextFillDay, fill.StartDay);
        }
        else if (fill.Has(FillContext.Veterinary))
        {
            _animalFills.Add(fill);
        }
        else
        {
            _fills[_count++] = fill;
        }
    }

    private void Finish()
    {
        _count = FillBuilder.MergeParts(_fills.AsSpan(0, _count));
        Sort();
        FinishAnimals();
        _prescribers.Clear();
        _practices.Clear();
        _dispenserGroups.Clear();
        AllContexts = FillContext.None;
        _classes = 0;
        foreach (var scope in _scopes)
        {
            scope.Clear();
        }

        for (var i = 0; i < _count; i++)
        {
            ref var fill = ref _fills[i];
            fill.LocalPrescriber = _prescribers.Of(fill.PrescriberId);
            fill.LocalPractice = _practices.Of(fill.PracticeId);
            fill.LocalDispenserGroup = _dispenserGroups.Of(fill.DispenserGroupId);
            AllContexts |= fill.Context;
            _classes |= 1 << (int)fill.Class;
            if (fill.Class.Scope() is { } scope)
            {
                _scopes[(int)scope].Add(i);
                _scopes[(int)DrugScope.All].Add(i);
            }
        }
    }

    /// <summary>Insertion sort: rows come from the store almost in order, and most histories are short.</summary>
    private void Sort()
    {
        if (_count > 200)
        {
            _fills.AsSpan(0, _count).Sort(static (a, b) => Compare(in a, in b));
            return;
        }

        for (var i = 1; i < _count; i++)
        {
            if (Compare(in _fills[i - 1], in _fills[i]) <= 0)
            {
                continue;
            }

            var fill = _fills[i];
            var j = i - 1;
            for (; j >= 0 && Compare(in _fills[j], in fill) > 0; j--)
            {
                _fills[j + 1] = _fills[j];
            }

            _fills[j + 1] = fill;
        }
    }

    /// <summary>By start day, then by content, so that the order records arrived in changes no finding.</summary>
    private static int Compare(in Fill a, in Fill b)
    {
        var order = a.StartDay.CompareTo(b.StartDay);
        order = order != 0 ? order : a.LastDay.CompareTo(b.LastDay);
        order = order != 0 ? order : a.RxKey.CompareTo(b.RxKey);
        order = order != 0 ? order : a.DispenserId.CompareTo(b.DispenserId);
        order = order != 0 ? order : a.FillNumber.CompareTo(b.FillNumber);
        return order != 0 ? order : a.DispensationId.CompareTo(b.DispensationId);
    }
}
