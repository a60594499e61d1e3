using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;

namespace PdmpAnalytics.Review;

/// <summary>What bringing the queue up to date did.</summary>
/// <param name="Patients">Judged patients and their alerts.</param>
/// <param name="Prescribers">Judged prescribers and their alerts; none on a day on which they are not compared.</param>
/// <param name="Dispensers">Judged dispensers and their alerts.</param>
/// <param name="Fills">Live dispensations the patients were judged by.</param>
public sealed record QueueUpdate(PublicationCounts Patients, PublicationCounts Prescribers, PublicationCounts Dispensers, long Fills)
{
    /// <summary>All subjects together.</summary>
    public PublicationCounts All => Patients.Plus(Prescribers).Plus(Dispensers);

    /// <summary>Before anything was done.</summary>
    public static QueueUpdate None { get; } = new(new(), new(), new(), 0);
}

/// <summary>One day's detection, whoever asks for it: judges every kind of subject on a day and brings the review queue up to date.</summary>
public sealed class QueueUpdateService(
    DetectionService patients, DispenserDetectionService dispensers, GroupFindingsService groups, ReviewService review, TimeProvider clock)
{
    /// <summary>
    /// Patients first, alone; then, when it is due, what they say together, and those about whom that says something new once
    /// more; then prescribers, and every dispenser: a dispenser's figures change with any of its records and as days pass. A run
    /// that was stopped is completed by the same call; the same day again changes nothing.
    /// </summary>
    /// <returns>Refused, and nothing changed, for a day to come, see <see cref="JudgingDay"/>.</returns>
    public async Task<Result<QueueUpdate>> UpdateAsync(
        DetectionRequest request, IProgress<DetectionProgress>? progress = null, CancellationToken cancellation = default) =>
        JudgingDay.Refuse(request.AsOf, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is { } refusal
            ? refusal
            : await UpdateOthersAsync(request, await UpdatePatientsAsync(request, progress, cancellation), cancellation);

    /// <summary>The first part of a day's detection, a day that <see cref="JudgingDay"/> allows: patients, each alone.</summary>
    public async Task<QueueUpdate> UpdatePatientsAsync(
        DetectionRequest request, IProgress<DetectionProgress>? progress = null, CancellationToken cancellation = default)
    {
        var fills = 0L;
        var joined = request.Tables is null ? request with { Joined = await groups.StandingAsync(cancellation) } : request;
        var ofPatients = await review.PublishAsync(Counted(patients.DetectAsync(joined, progress, cancellation)), cancellation);
        return QueueUpdate.None with { Patients = ofPatients, Fills = fills };

        async IAsyncEnumerable<JudgedPatients> Counted(IAsyncEnumerable<JudgedPatients> judged)
        {
            await foreach (var some in judged)
            {
                fills += some.Fills;
                yield return some;
            }
        }
    }

    /// <summary>
    /// The request with what all its patients are judged by, so that many ranges of them need not read it each; read again when
    /// a pharmacy, site or product came since. The marks of the day must have been claimed before; what is marked later is judged on
    /// the next day.
    /// </summary>
    public async Task<DetectionRequest> PrepareAsync(DetectionRequest request, CancellationToken cancellation = default) =>
        request.Tables is { } tables && await patients.StillHoldsAsync(tables, cancellation)
            ? request
            : request with { Joined = await groups.StandingAsync(cancellation), Tables = await patients.TablesAsync(request, cancellation) };

    /// <summary>The second part, after the first: what subjects say together when that is due, prescribers, and dispensers.</summary>
    /// <param name="before">What the first part did, to be added to.</param>
    public async Task<QueueUpdate> UpdateOthersAsync(DetectionRequest request, QueueUpdate before, CancellationToken cancellation = default)
    {
        var standing = await groups.StandingAsync(cancellation);
        var (ofPatients, ofPrescribers) = (before.Patients, before.Prescribers);
        var found = await groups.FindAsync(request, cancellation);
        if (found is not null)
        {
            var again = new DetectionRequest(request.AsOf, All: false)
            {
                Patients = [.. found.Differences(standing, SubjectKind.Patient)],
                Joined = found,
                Models = request.Models,
            };
            var joined = await review.PublishAsync(patients.DetectAsync(again, null, cancellation), cancellation);
            ofPatients = ofPatients.Plus(joined with { Judged = request.All ? 0 : joined.Judged });
            ofPrescribers = await review.PublishAsync(Prescribers(found, standing, request.AsOf), cancellation);
        }

        var ofDispensers = await review.PublishAsync(dispensers.DetectAsync(request.AsOf, found ?? standing, cancellation), cancellation);
        return before with { Patients = ofPatients, Prescribers = ofPrescribers, Dispensers = ofDispensers };
    }

    /// <summary>Those something is or was said about; nobody else has an alert.</summary>
    private static List<PrescriberJudgement> Prescribers(SubjectFindings found, SubjectFindings standing, DateOnly asOf) =>
    [
        .. found.Subjects.Union(standing.Subjects).Where(s => s.Kind == SubjectKind.Prescriber).OrderBy(s => s.Id)
            .Select(s => new PrescriberJudgement { PrescriberId = (int)s.Id, AsOf = asOf, Findings = found.Of(s) }),
    ];
}
