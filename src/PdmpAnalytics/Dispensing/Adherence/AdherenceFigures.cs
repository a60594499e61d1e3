namespace PdmpAnalytics.Dispensing.Adherence;

/// <summary>
/// Continuous medication availability of one patient, CMA1 to CMA9 of Dima and Dediu 2017. Null is undefined: too few
/// events, or nothing to divide by.
/// </summary>
public readonly record struct AdherenceFigures
{
    /// <summary>How many measures there are.</summary>
    public const int Count = 9;

    public double? Cma1 { get; init; }
    public double? Cma2 { get; init; }

    /// <summary><see cref="Cma1"/>, at most 1.</summary>
    public double? Cma3 => Capped(Cma1);

    /// <summary><see cref="Cma2"/>, at most 1.</summary>
    public double? Cma4 => Capped(Cma2);
    public double? Cma5 { get; init; }
    public double? Cma6 { get; init; }
    public double? Cma7 { get; init; }
    public double? Cma8 { get; init; }
    public double? Cma9 { get; init; }

    /// <summary>A measure by its number, 1 to 9.</summary>
    public double? this[int number] => number switch
    {
        1 => Cma1,
        2 => Cma2,
        3 => Cma3,
        4 => Cma4,
        5 => Cma5,
        6 => Cma6,
        7 => Cma7,
        8 => Cma8,
        9 => Cma9,
        _ => throw new ArgumentOutOfRangeException(nameof(number)),
    };

    private static double? Capped(double? share) => share is { } s ? Math.Min(1, s) : null;
}
