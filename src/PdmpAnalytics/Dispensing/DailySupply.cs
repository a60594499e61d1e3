namespace PdmpAnalytics.Dispensing;

/// <summary>A daily dose in milligrams or milligram equivalents.</summary>
public enum DoseKind
{
    /// <summary>Diazepam equivalents of sedatives.</summary>
    Dme,

    /// <summary>Lorazepam equivalents of sedatives.</summary>
    Lme,

    /// <summary>Morphine equivalents of opioids without treatment medication.</summary>
    Mme,
}

/// <summary>
/// What a patient had in hand day by day (the day grid of 6.0.3): days covered by class and by ingredient, days on which one
/// class was covered by several practices, daily doses. The grid ends on the day judged, or looks ahead from it, and starts
/// at the first fill, or <see cref="LongestWindowDays"/> before the first day a peak may lie on. A day is the same on
/// whichever later day it is judged. Sets are bits (<see cref="CoverageGrid"/>), position 0 is <see cref="FirstDay"/>; read on first use.
/// </summary>
public sealed class DailySupply
{
    /// <summary>The longest look-back of any rule: 18 months as 548 days (6.0.2).</summary>
    public const int LongestWindowDays = 548;

    /// <summary>Days after the last covered one on which a mean over the last 60 days is not yet zero (DO-03).</summary>
    public const int DaysAfterSupply = 60;

    /// <summary>Most days that a grid can have.</summary>
    public const int MaxDays = DispensingHistory.HorizonDays + LongestWindowDays + SupplyPeriod.MaxDays + DaysAfterSupply;
    private static readonly int MaxWords = CoverageGrid.WordsFor(MaxDays);
    private readonly ulong[] _byClass = new ulong[DrugClasses.Count * MaxWords];
    private readonly List<int> _ingredients = [];
    private readonly List<DrugClass> _ingredientClasses = [];
    private ulong[] _byIngredient = new ulong[8 * MaxWords];
    private int[] _reach = new int[64];
    private readonly double[] _changes = new double[MaxDays + 1];
    private DispensingHistory _history = null!;

    /// <summary>Day at position 0, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int FirstDay { get; private set; }

    /// <summary>Number of days from <see cref="FirstDay"/> to the last day of the grid, both included; 0 without fills.</summary>
    public int Days { get; private set; }

    /// <summary>Number of words of every set.</summary>
    public int Words => CoverageGrid.WordsFor(Days);

    /// <summary>Position of a day on the grid; negative before it.</summary>
    public int Position(int day) => day - FirstDay;

    /// <summary>Days covered by a class.</summary>
    public ReadOnlySpan<ulong> Covered(DrugClass drugClass) => _byClass.AsSpan((int)drugClass * MaxWords, Words);

    /// <summary>Different known ingredients among all fills; fills before the grid count here too.</summary>
    public int IngredientCount => _ingredients.Count;

    /// <summary>The ingredient with this number, from 0 in order of first fill.</summary>
    public int IngredientId(int number) => _ingredients[number];

    public DrugClass IngredientClass(int number) => _ingredientClasses[number];

    /// <summary>Days covered by the ingredient with this number.</summary>
    public ReadOnlySpan<ulong> CoveredByIngredient(int number) => _byIngredient.AsSpan(number * MaxWords, Words);

    /// <summary>
    /// Fills <paramref name="set"/> with the days on which fills of one class (the same <see cref="DrugClass"/>) from two or more
    /// practices covered the patient, over the classes of a scope. False, and an untouched set, when there is no such pair.
    /// </summary>
    public bool TryGetCoveredByTwoPractices(DrugScope scope, Span<ulong> set) =>
        _history.PracticeCount > 1 && TryGetPairs(scope, differentPractices: true, set);

    /// <summary>As <see cref="TryGetCoveredByTwoPractices"/>, for two fills of one class from any practices.</summary>
    public bool TryGetCoveredTwice(DrugScope scope, Span<ulong> set) => TryGetPairs(scope, differentPractices: false, set);

    /// <summary>
    /// Writes one dose a day, position 0 to <see cref="Days"/> - 1, the sum over active fills. Fills with a faulty quantity
    /// add nothing. False, and nothing written, when no fill has such a dose.
    /// </summary>
    public bool TryGetDoses(DoseKind kind, Span<double> doses) => TryGetDoses(kind, doses, []);

    /// <summary>
    /// As <see cref="TryGetDoses(DoseKind, Span{double})"/>; <paramref name="sums"/>, one longer unless empty, gets at k the sum of the
    /// first k days.
    /// </summary>
    public bool TryGetDoses(DoseKind kind, Span<double> doses, Span<double> sums)
    {
        Array.Clear(_changes, 0, Days + 1);
        var any = false;
        foreach (ref readonly var fill in _history.Fills)
        {
            var dose = fill.Faulty(RecordQuality.Quantity) ? 0 : Dose(in fill, kind);
            any |= dose > 0 && AddDose(in fill, dose);
        }

        return any && Sum(doses, sums);
    }

    /// <summary>
    /// As <see cref="TryGetDoses(DoseKind, Span{double}, Span{double})"/> by editions other than those in force; needs
    /// <see cref="DispensingHistory.Reference"/>.
    /// </summary>
    public bool TryGetDoses(DoseKind kind, Equivalents edition, Span<double> doses, Span<double> sums)
    {
        Array.Clear(_changes, 0, Days + 1);
        var any = false;
        var ingredients = _history.Reference!.Catalog.Ingredients;
        foreach (ref readonly var fill in _history.Fills)
        {
            var dose = fill.IngredientId < 0 || fill.Faulty(RecordQuality.Quantity)
                ? 0
                : fill.DailyMg * edition.PerMg(kind, ingredients[fill.IngredientId]);
            any |= dose > 0 && AddDose(in fill, dose);
        }

        return any && Sum(doses, sums);
    }

    /// <summary>As <see cref="TryGetDoses(DoseKind, Span{double})"/>, in mg of one ingredient by its <see cref="DrugIngredient.Id"/>.</summary>
    public bool TryGetDoses(int ingredientId, Span<double> doses)
    {
        Array.Clear(_changes, 0, Days + 1);
        var any = false;
        foreach (ref readonly var fill in _history.Fills)
        {
            any |= fill.IngredientId == ingredientId && fill.DailyMg > 0 && !fill.Faulty(RecordQuality.Quantity)
                && AddDose(in fill, fill.DailyMg);
        }

        return any && Sum(doses, []);
    }

    /// <param name="lastDay">Last day of the grid, from the day judged on.</param>
    internal void Read(DispensingHistory history, int lastDay)
    {
        _history = history;
        _ingredients.Clear();
        _ingredientClasses.Clear();
        Array.Clear(_byClass);
        var fills = history.Fills;
        if (fills.IsEmpty)
        {
            Days = 0;
            return;
        }

        FirstDay = Math.Max(fills[0].StartDay, history.HorizonDay - LongestWindowDays);
        Days = lastDay - FirstDay + 1;
        var words = Words;
        foreach (ref readonly var fill in fills)
        {
            if (fill.IngredientId < 0)
            {
                continue;
            }

            var from = fill.StartDay - FirstDay;
            var to = fill.LastDay - FirstDay;
            CoverageGrid.Add(_byClass.AsSpan((int)fill.Class * MaxWords, words), from, to, Days);
            var number = Number(in fill);
            CoverageGrid.Add(_byIngredient.AsSpan(number * MaxWords, words), from, to, Days);
        }
    }

    private int Number(in Fill fill)
    {
        var number = _ingredients.IndexOf(fill.IngredientId);
        if (number >= 0)
        {
            return number;
        }

        number = _ingredients.Count;
        _ingredients.Add(fill.IngredientId);
        _ingredientClasses.Add(fill.Class);
        if (_byIngredient.Length < (number + 1) * MaxWords)
        {
            Array.Resize(ref _byIngredient, _byIngredient.Length * 2);
        }

        _byIngredient.AsSpan(number * MaxWords, Words).Clear();
        return number;
    }

    private bool TryGetPairs(DrugScope scope, bool differentPractices, Span<ulong> set)
    {
        var fills = _history.Fills;
        var inScope = _history.InScope(scope);
        var any = false;
        if (_reach.Length < inScope.Length)
        {
            _reach = new int[inScope.Length * 2];
        }

        // _reach[k]: latest covered day of fills 0..k, so that a look back ends where no supply reaches the fill.
        var reach = int.MinValue;
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var fill = ref fills[inScope[k]];
            _reach[k] = reach = Math.Max(reach, fill.LastDay);
            for (var j = k - 1; j >= 0 && _reach[j] >= fill.StartDay; j--)
            {
                ref readonly var earlier = ref fills[inScope[j]];

                if (earlier.LastDay < fill.StartDay || earlier.Class != fill.Class
                    || (differentPractices && earlier.LocalPractice == fill.LocalPractice))
                {
                    continue;
                }

                if (!any)
                {
                    set[..Words].Clear();
                    any = true;
                }

                CoverageGrid.Add(set, fill.StartDay - FirstDay, Math.Min(fill.LastDay, earlier.LastDay) - FirstDay, Days);
            }
        }

        return any;
    }

    private bool AddDose(in Fill fill, double dose)
    {
        var from = Math.Max(fill.StartDay - FirstDay, 0);
        var to = Math.Min(fill.LastDay - FirstDay, Days - 1);
        if (from > to)
        {
            return false;
        }

        _changes[from] += dose;
        _changes[to + 1] -= dose;
        return true;
    }

    private bool Sum(Span<double> doses, Span<double> sums)
    {
        var dose = 0.0;
        var changes = _changes.AsSpan(0, Days);
        doses = doses[..Days];
        for (var d = 0; d < changes.Length; d++)
        {
            dose += changes[d];
            // Adding and taking away leaves crumbs of rounding where no fill is active.
            doses[d] = dose < 1e-9 ? 0 : dose;
        }

        if (!sums.IsEmpty)
        {
            var sum = sums[0] = 0.0;
            for (var d = 0; d < doses.Length; d++)
            {
                sums[d + 1] = sum += doses[d];
            }
        }

        return true;
    }

    private static double Dose(in Fill fill, DoseKind kind) => kind switch
    {
        DoseKind.Dme => fill.DailyDme,
        DoseKind.Lme => fill.DailyLme,
        DoseKind.Mme => fill.DailyMme,
    };
}
