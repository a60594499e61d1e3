using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 17 to 21: how much a day, and whether it rises.</summary>
internal sealed class DoseFeatures : IFeatureFamily
{
    private const int Month = 30;
    private const int SlopeSpan = 60;

    /// <summary>Days between the two means that a rise is measured by: those of DO-03.</summary>
    private const int SlopeDistance = 120;
    private const int FewestForShare = 4;

    private readonly int _meanLme;
    private readonly int _maxLme;
    private readonly int _lastLme;
    private readonly int _rise;
    private readonly int _meanMme;
    private readonly int _aboveLabel;
    private double[] _doses = new double[1536];

    public DoseFeatures(FeatureList list)
    {
        const FeatureGroup dose = FeatureGroup.Dose;
        _meanLme = list.Add(17, "lme-30d", dose, "mg/day", "highest 30-day mean of lorazepam equivalents");
        _maxLme = list.Add(18, "lme-max", dose, "mg/day", "highest lorazepam equivalents on one day");
        _lastLme = list.Add(19, "lme-last", dose, "mg/day", "mean lorazepam equivalents of the last 30 days");
        _rise = list.Add(20, "dme-rise", dose, "mg/day", "largest rise of the 60-day mean of diazepam equivalents over four months");
        _meanMme = list.Add(21, "mme-30d", dose, "mg/day", "highest 30-day mean of morphine equivalents");
        _aboveLabel = list.Add(21, "above-label-share", dose, "share 0..1", "share of fills above the lowest label maximum");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        var supply = history.Supply;
        if (supply.Days == 0)
        {
            return;
        }

        var horizon = Math.Max(0, supply.Position(history.HorizonDay));
        if (_doses.Length < supply.Days)
        {
            _doses = new double[supply.Days];
        }

        var doses = _doses.AsSpan(0, supply.Days);
        if (supply.TryGetDoses(DoseKind.Lme, doses))
        {
            values[_meanLme] = (float)HighestMean(doses, horizon, out var max, out var last);
            values[_maxLme] = (float)max;
            values[_lastLme] = (float)last;
        }

        if (supply.TryGetDoses(DoseKind.Dme, doses))
        {
            values[_rise] = (float)LargestRise(doses, horizon);
        }

        if (supply.TryGetDoses(DoseKind.Mme, doses))
        {
            values[_meanMme] = (float)HighestMean(doses, horizon, out _, out _);
        }

        values[_aboveLabel] = AboveLabel(history, reference);
    }

    private static double HighestMean(ReadOnlySpan<double> doses, int horizon, out double max, out double last)
    {
        double sum = 0, best = 0;
        max = 0;
        for (var d = 0; d < doses.Length; d++)
        {
            sum += doses[d] - (d >= Month ? doses[d - Month] : 0);
            if (d >= horizon)
            {
                best = Math.Max(best, sum);
                max = Math.Max(max, doses[d]);
            }
        }

        last = Math.Max(0, sum / Month);
        return best / Month;
    }

    /// <summary>Both means need days on the grid before them, so the first four months of a history cannot rise: titration is not counted.</summary>
    private static double LargestRise(ReadOnlySpan<double> doses, int horizon)
    {
        double late = 0, early = 0, best = 0;
        for (var d = 0; d < doses.Length; d++)
        {
            late += doses[d] - (d >= SlopeSpan ? doses[d - SlopeSpan] : 0);
            if (d < SlopeDistance)
            {
                continue;
            }

            early += doses[d - SlopeDistance] - (d >= SlopeDistance + SlopeSpan ? doses[d - SlopeDistance - SlopeSpan] : 0);
            if (d >= horizon && d >= SlopeDistance + SlopeSpan - 1 && early > 0)
            {
                best = Math.Max(best, late - early);
            }
        }

        return best / SlopeSpan;
    }

    private static float AboveLabel(DispensingHistory history, DispensingReference reference)
    {
        int counted = 0, above = 0;
        var fills = history.Fills;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            if (fill.StartDay >= history.HorizonDay && fill.IngredientId >= 0
                && reference.Catalog.Ingredients[fill.IngredientId].SoftMaxMgPerDay is { } max)
            {
                counted++;
                above += fill.DailyMg > max ? 1 : 0;
            }
        }

        return counted < FewestForShare ? float.NaN : (float)above / counted;
    }
}
