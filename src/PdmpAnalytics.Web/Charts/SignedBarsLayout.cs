namespace PdmpAnalytics.Web.Charts;

/// <summary>One part of a sum.</summary>
/// <param name="Value">In the sum's unit; below 0 takes away from it.</param>
/// <param name="Explanation">One sentence; empty when the label says all.</param>
public sealed record SignedPart(string Label, double Value, string Explanation = "");

/// <summary>A part as it is drawn.</summary>
/// <param name="At">Left end of the bar, 0 to 100.</param>
/// <param name="Width">0 to 100.</param>
public readonly record struct SignedBar(SignedPart Part, double At, double Width);

/// <summary>Parts of a sum as bars to the right and left of a common zero; what is drawn still adds up.</summary>
public sealed record SignedBarsLayout
{
    /// <summary>In the order given; the parts gathered come last.</summary>
    public required IReadOnlyList<SignedBar> Bars { get; init; }

    /// <summary>Where zero lies, 0 to 100.</summary>
    public required double Zero { get; init; }

    public required double Sum { get; init; }

    /// <param name="parts">The most important first.</param>
    /// <param name="most">Bars at most, at least 2: what is left is gathered into one.</param>
    public static SignedBarsLayout Of(IReadOnlyList<SignedPart> parts, int most)
    {
        List<SignedPart> shown = [.. parts.Count > most ? parts.Take(most - 1) : parts];
        var rest = parts.Skip(shown.Count).ToList();
        if (rest.Count > 0)
        {
            shown.Add(new SignedPart($"{rest.Count} others", rest.Sum(p => p.Value)));
        }

        var low = shown.Select(p => p.Value).Append(0).Min();
        var high = shown.Select(p => p.Value).Append(0).Max();
        var span = Math.Max(high - low, double.Epsilon);
        double At(double value) => (value - low) / span * 100;
        return new SignedBarsLayout
        {
            Bars = [.. shown.Select(p => new SignedBar(p, At(Math.Min(p.Value, 0)), At(Math.Max(p.Value, 0)) - At(Math.Min(p.Value, 0))))],
            Zero = At(0),
            Sum = parts.Sum(p => p.Value),
        };
    }
}
