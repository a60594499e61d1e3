using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Classes of <c>timeline.css</c>.</summary>
internal static class TimelineClasses
{
    public static string Of(FillBar bar) => $"tl-fill tl-d{bar.Dispenser.Colour}{(bar.Fill.IsEvidence ? " tl-evidence" : "")}";

    /// <summary>Null for letters that stand at any width.</summary>
    public static string? Of(LetterRoom room) => room switch
    {
        LetterRoom.Always or LetterRoom.Never => null,
        LetterRoom.Medium => "tl-medium",
        LetterRoom.Wide => "tl-wide",
    };

    public static string Of(TickWeight weight) => weight switch
    {
        TickWeight.Year => "tl-tick tl-tick-year",
        TickWeight.Major => "tl-tick tl-tick-major",
        TickWeight.Minor => "tl-tick",
    };
}
