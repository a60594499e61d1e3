namespace PdmpAnalytics.Web.Timeline;

/// <summary>How a dispenser is told apart: by a letter always, by a colour while colours last.</summary>
/// <param name="Letter">A, B, ... Z, AA, AB, ...</param>
/// <param name="Colour">Number of the colour in <c>timeline.css</c>, from 0; the last one is shared by all further dispensers.</param>
/// <param name="Fills">Over the whole history.</param>
public sealed record DispenserKey(string Name, string Letter, int Colour, int Fills);

/// <summary>Letters and colours of the dispensers of one patient, the same in every view.</summary>
public static class DispenserKeys
{
    /// <summary>
    /// Colours of their own: the eight of Tol's "light" scheme (Colour Schemes, SRON technical note 09-002, 2021), which people with
    /// any colour vision can tell apart and dark text can be read on. Its grey is for the rest.
    /// </summary>
    public const int Colours = 8;

    /// <summary>Most fills first, then by name.</summary>
    public static IReadOnlyList<DispenserKey> Of(IEnumerable<TimelineFill> fills) =>
    [
        .. fills.GroupBy(f => f.Dispenser, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select((g, i) => new DispenserKey(g.Key, Letter(i), Math.Min(i, Colours), g.Count())),
    ];

    private static string Letter(int number)
    {
        var last = ((char)('A' + number % 26)).ToString();
        return number < 26 ? last : Letter(number / 26 - 1) + last;
    }
}
