using System.Globalization;

namespace PdmpAnalytics.Nightly;

/// <summary>What of a night's figures deserves a look, and how it differs from the night before; pure.</summary>
internal static class NightVerdict
{
    /// <summary>Share of rejected records from which a night is pointed out: what makes a single file be refused (domain reference 1.9).</summary>
    private const double RejectedShare = 0.10;

    /// <param name="before">Of the last good night; null for the first.</param>
    /// <param name="load">The step that loaded.</param>
    public static NightReport Complete(NightReport report, NightReport? before, NightlyStep load) => report with
    {
        ToLookAt = [.. Remarks(report, load)],
        SinceLastNight = before is null
            ? null
            : new NightDifference(
                before.BusinessDate,
                report.Intake.Records - before.Intake.Records,
                report.Intake.RejectedShare - before.Intake.RejectedShare,
                report.Raised - before.Raised,
                report.InQueue - before.InQueue,
                report.Reporters.Silent - before.Reporters.Silent),
    };

    private static IEnumerable<string> Remarks(NightReport report, NightlyStep load)
    {
        if (report.RowsAreUsual == false)
        {
            yield return Text($"{report.Intake.Records:N0} records; nights of this weekday bring {report.UsualRows!.Least:N0} to {report.UsualRows.Most:N0}.");
        }

        if (report.Intake.RejectedShare > RejectedShare)
        {
            yield return Text($"{report.Intake.RejectedShare:P1} of the records were rejected.");
        }

        if (report.Drift is { Drifted.Count: > 0 } drift)
        {
            yield return Text($"Features of the night's patients that moved against {drift.Nights:N0} nights before (stability index): {string.Join(", ", drift.Drifted.Take(5).Select(d => Text($"{d.Feature} {d.Stability:0.00}")))}{(drift.Drifted.Count > 5 ? Text($" and {drift.Drifted.Count - 5:N0} more") : "")}.");
        }

        if (report.Released is { } released)
        {
            yield return $"The night was held and released by {released.ReleasedBy}: {released.HeldFor}";
        }

        if (report.Intake.FilesRefused > 0)
        {
            yield return Text($"Files refused: {report.Intake.FilesRefused:N0}; pdmp submissions list --state rejected shows them.");
        }

        if (report.Reporters.Silent > 0)
        {
            yield return Text($"Pharmacies silent longer than usual for them: {report.Reporters.Silent:N0}; pdmp submissions delinquent lists them.");
        }

        if (load.CountLeft > 0)
        {
            yield return Text($"Files left in the inbox because they could not be loaded: {load.CountLeft:N0}; pdmp import --inbox says why.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
