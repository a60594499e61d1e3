using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>A published dose to compare a curve with.</summary>
/// <param name="Value">mg equivalents a day.</param>
/// <param name="Label">Where the figure comes from, short.</param>
public readonly record struct ReferenceLine(double Value, string Label);

/// <summary>The doses that a curve of daily equivalents is compared with, lowest first.</summary>
public static class ReferenceLines
{
    /// <summary>mg diazepam a day above which ASAM 2025 calls a dose high, and the label maximum of diazepam (domain reference 3.5, DO-02).</summary>
    private const double HighDme = 15, LabelMaximumDme = 40;

    public static IReadOnlyList<ReferenceLine> Of(DoseKind kind, Equivalents editions) => kind switch
    {
        DoseKind.Mme => [new(50, "CDC 2016, 2022"), new(90, "CDC 2016")],
        DoseKind.Lme => Sedatives(LorazepamDme(editions)),
        DoseKind.Dme => Sedatives(1),
    };

    private static IReadOnlyList<ReferenceLine> Sedatives(double dme) =>
        [new(HighDme / dme, "high dose (ASAM 2025)"), new(LabelMaximumDme / dme, "40 mg diazepam, its label maximum")];

    /// <summary>mg diazepam in one of lorazepam, by the edition.</summary>
    private static double LorazepamDme(Equivalents editions) =>
        DrugCatalog.Shipped.TryGetIngredient("lorazepam", out var lorazepam)
            ? editions.PerMg(DoseKind.Dme, lorazepam)
            : throw new InvalidOperationException("The catalogue has no lorazepam.");
}
