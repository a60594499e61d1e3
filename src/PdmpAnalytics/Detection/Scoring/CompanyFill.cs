using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Who wrote and who handed out one fill of a patient's last year.</summary>
/// <param name="Lme">Lorazepam equivalents in mg, all of it; 0 for anything but a sedative.</param>
internal readonly record struct CompanyFill(int PrescriberId, int DispenserId, double Lme)
{
    private const int Year = 365;

    /// <summary>The fills of any scope in the year that ends with the last one, newest first.</summary>
    public static void OfLastYear(DispensingHistory history, List<CompanyFill> into)
    {
        into.Clear();
        var fills = history.Fills;
        var counted = history.InScope(DrugScope.All);
        for (var i = counted.Length - 1; i >= 0 && fills[counted[i]].StartDay > fills[counted[^1]].StartDay - Year; i--)
        {
            ref readonly var fill = ref fills[counted[i]];
            into.Add(new CompanyFill(fill.PrescriberId, fill.DispenserId, fill.DailyLme * fill.Days));
        }
    }
}
