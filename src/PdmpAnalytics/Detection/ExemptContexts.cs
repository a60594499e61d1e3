using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>Contexts in which a pattern is ordinary care, so that a finding is recorded and not queued (6.0.5).</summary>
public static class ExemptContexts
{
    /// <summary>What lowers most rules.</summary>
    public const FillContext Usual = FillContext.Hospice | FillContext.Palliative | FillContext.Cancer
        | FillContext.SickleCell | FillContext.LongTermCare | FillContext.Taper;

    /// <summary>What lowers the combination rules CO-01 and CO-02: a taper or a nursing home makes them no safer.</summary>
    public const FillContext Combinations =
        FillContext.Hospice | FillContext.Palliative | FillContext.Cancer | FillContext.SickleCell;

    /// <summary>Contexts stated by any fill that starts in (day - lookBackDays, day].</summary>
    public static FillContext StatedIn(DispensingHistory history, int day, int lookBackDays)
    {
        if (history.AllContexts == FillContext.None)
        {
            return FillContext.None;
        }

        var contexts = FillContext.None;
        foreach (ref readonly var fill in history.Fills)
        {
            if (fill.StartDay > day - lookBackDays && fill.StartDay <= day)
            {
                contexts |= fill.Context;
            }
        }

        return contexts;
    }
}
