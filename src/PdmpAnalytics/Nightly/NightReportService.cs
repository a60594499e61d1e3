using System.Reflection;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Nightly;

/// <summary>Makes a night's report from the store and closes the night with it.</summary>
internal sealed class NightReportService(
    NightFiguresService figures, NightLedgerService ledger, DispenserCoverageService coverage, BlindSampleService sample,
    ChallengerService challenger, NightProfileService profiles, NightlyOptions options, TimeProvider clock)
{
    /// <summary>Silent pharmacies named in a report. Our choice, 2026-11-22: the full list is <c>pdmp submissions delinquent</c>.</summary>
    private const int NamedAtMost = 50;

    private static readonly string Program =
        typeof(NightReportService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public async Task<NightReporters> ReportersAsync(DateOnly date, CancellationToken cancellation)
    {
        var all = (await coverage.ListAsync(date, options.BusinessDaysAllowed, cancellation)).Where(c => c.DataThrough is not null).ToList();
        var silent = all.Where(c => c.Punctuality == DispenserPunctuality.Silent).ToList();
        return new NightReporters(
            all.Count,
            all.Count(c => c.Punctuality == DispenserPunctuality.Current),
            all.Count(c => c.Punctuality == DispenserPunctuality.Late),
            silent.Count,
            [
                .. silent.OrderByDescending(c => c.DaysBehind).ThenBy(c => c.Dispenser.Number, StringComparer.Ordinal).Take(NamedAtMost)
                    .Select(c => new LatePharmacy(c.Dispenser.Number, c.Dispenser.Name, c.DataThrough, c.DaysBehind ?? 0)),
            ]);
    }

    public async Task<NightReport> MakeAsync(NightlyRun night, CancellationToken cancellation)
    {
        var date = night.BusinessDate;
        var (rows, last) = await figures.BeforeAsync(date, cancellation);
        var (intake, _) = await figures.IntakeAsync(night.AfterSubmissionId, night.ThroughSubmissionId ?? night.AfterSubmissionId, cancellation);
        var steps = (await ledger.FindAsync(date, cancellation)).Value.Steps.ToDictionary(s => s.Kind);
        var causes = new AlertCauses(
            RulesChanged: last is not null && last.RuleFingerprint != night.RuleFingerprint,
            FiguresTaken: last is null || last.PopulationVersion != night.PopulationVersion);
        var report = new NightReport
        {
            BusinessDate = date,
            Intake = intake,
            UsualRows = RowBand.Of(date, rows),
            Reporters = await ReportersAsync(date, cancellation),
            Linkage = await figures.LinkageAsync(night.AfterLinkEventId, night.ThroughLinkEventId ?? night.AfterLinkEventId, cancellation),
            Touched = steps[NightStepKind.Touched].CountIn,
            Alerts = await figures.AlertsAsync(night, causes, cancellation),
            Queue = await figures.QueueAsync(cancellation),
            Versions = new NightVersions(Program, night.RuleSet, night.LinkModel, night.PopulationVersion, night.Models?.Champion),
            Recall = await sample.EstimateAsync(cancellation) is { Drawn: > 0 } estimate ? estimate : null,
            Challenger = await challenger.CompareAsync(night.Models, cancellation),
            Drift = await profiles.ReadAsync(date, cancellation),
            Released = night is { HeldFor: { } held, ReleasedBy: { } by } ? new NightRelease(held, by, night.ReleaseReason ?? "") : null,
            ToLookAt = [],
        };
        return NightVerdict.Complete(report, last?.Report is { } json ? NightReportJson.Read(json) : null, steps[NightStepKind.Load]);
    }

    /// <summary>Closes the night; to be called in the transaction that ends its last step.</summary>
    public void End(NightlyRun night, NightReport report) => night.End(NightReportJson.Of(report), Program, clock.GetUtcNow());
}
