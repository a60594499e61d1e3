namespace PdmpAnalytics.Review.Overview;

/// <summary>Keeps counts of people apart from those who may not see the people themselves.</summary>
public static class SmallCells
{
    /// <summary>Counts from 1 to 10 are hidden: the cell size policy of the Centers for Medicare and Medicaid Services.</summary>
    public const int LeastShown = 11;

    /// <summary>Null where the count is too small to show; nobody is shown as nobody.</summary>
    public static int? Shown(int count) => count is > 0 and < LeastShown ? null : count;
}
