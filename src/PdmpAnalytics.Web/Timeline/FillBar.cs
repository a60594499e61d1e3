namespace PdmpAnalytics.Web.Timeline;

/// <summary>How wide the drawing must be for a bar's letters to stand clear of the next bar.</summary>
public enum LetterRoom
{
    /// <summary>Whatever the width, as far as it is supported: 500 px.</summary>
    Always,

    /// <summary>From 900 px.</summary>
    Medium,

    /// <summary>From 1,400 px.</summary>
    Wide,

    /// <summary>Not at any usual width.</summary>
    Never,
}

/// <summary>A stretch of the drawing's width, 0 to 100.</summary>
public readonly record struct Stretch(double At, double Width);

/// <summary>One fill as it is drawn.</summary>
public sealed record FillBar
{
    /// <summary>Position among all fills of the history, oldest first, from 1: the same in every view.</summary>
    public required int Number { get; init; }
    public required TimelineFill Fill { get; init; }
    public required DispenserKey Dispenser { get; init; }
    public required Stretch Place { get; init; }

    /// <summary>Row within the lane, from 0.</summary>
    public int Row { get; init; }

    /// <summary>Days on which another supply of its class runs, as far as they are shown.</summary>
    public IReadOnlyList<Stretch> Shared { get; init; } = [];

    /// <summary>Those days, all of them.</summary>
    public int SharedDays { get; init; }

    /// <summary>The supply begins before the first day shown.</summary>
    public bool IsCut { get; init; }
    public LetterRoom Room { get; init; }

    /// <summary>Farther than <see cref="FarMiles"/>.</summary>
    public bool IsFar => Fill.Miles >= FarMiles;

    /// <summary>The dispenser's letter, <c>$</c> for cash, an arrow for far.</summary>
    public string Letters => Dispenser.Letter + (Fill.IsCash ? "$" : "") + (IsFar ? "↗" : "");

    /// <summary>From so many miles a pharmacy is marked as far: the default of GE-01 (domain reference 6.2).</summary>
    public const double FarMiles = 50;

    /// <summary>Where letters need what width, at 7 px a letter and 6 px around them.</summary>
    /// <param name="free">Share of the width up to the next bar, 0 to 100.</param>
    public static LetterRoom RoomFor(int letters, double free) => ((6 + letters * 7) * 100 / Math.Max(free, 1e-6)) switch
    {
        <= 500 => LetterRoom.Always,
        <= 900 => LetterRoom.Medium,
        <= 1400 => LetterRoom.Wide,
        _ => LetterRoom.Never,
    };
}

/// <summary>The fills of one prescriber, drug or dispenser, or those of all that have no lane of their own.</summary>
/// <param name="Name">As given in the fills; empty for <see cref="Others"/>.</param>
/// <param name="Dispenser">Of a dispenser's lane; else null.</param>
/// <param name="Others">How many lanes were put together here; 0 for a lane of its own.</param>
/// <param name="Rows">At least 1.</param>
/// <param name="Bars">Oldest first, only those shown.</param>
public sealed record TimelineLane(string Name, DispenserKey? Dispenser, int Others, int Rows, IReadOnlyList<FillBar> Bars);
