using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>What bringing the queue up to date did.</summary>
/// <param name="Patients">Judged patients and their alerts.</param>
/// <param name="Dispensers">Judged dispensers and their alerts.</param>
/// <param name="Fills">Live dispensations the patients were judged by.</param>
public sealed record QueueUpdate(PublicationCounts Patients, PublicationCounts Dispensers, long Fills)
{
    /// <summary>All subjects together.</summary>
    public PublicationCounts All => Patients.Plus(Dispensers);
}

/// <summary>One day's detection, whoever asks for it: judges every kind of subject on a day and brings the review queue up to date.</summary>
public sealed class QueueUpdateService(DetectionService patients, DispenserDetectionService dispensers, ReviewService review)
{
    /// <summary>
    /// Patients first, then every dispenser: a dispenser's figures change with any of its records and as days pass. A run that
    /// was stopped is completed by the same call; the same day again changes nothing.
    /// </summary>
    public async Task<QueueUpdate> UpdateAsync(
        DetectionRequest request, IProgress<DetectionProgress>? progress = null, CancellationToken cancellation = default)
    {
        var fills = 0L;
        var ofPatients = await review.PublishAsync(Counted(patients.DetectAsync(request, progress, cancellation)), cancellation);
        var ofDispensers = await review.PublishAsync(dispensers.DetectAsync(request.AsOf, cancellation), cancellation);
        return new QueueUpdate(ofPatients, ofDispensers, fills);

        async IAsyncEnumerable<JudgedPatients> Counted(IAsyncEnumerable<JudgedPatients> judged)
        {
            await foreach (var some in judged)
            {
                fills += some.Fills;
                yield return some;
            }
        }
    }
}
