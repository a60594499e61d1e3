using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>
/// Publishes judgements as alerts, each change with its audit event in one transaction. What people do about alerts is
/// <see cref="Work.ReviewWorkService"/>'s.
/// </summary>
public sealed class ReviewService(IDbContextFactory<PdmpDbContext> contexts, IBulkWriter bulk, AuditLog audit, TimeProvider clock)
{
    /// <summary>Judgements a transaction publishes: enough to make its cost disappear, few enough to keep memory small (our choice, 2026-11-22).</summary>
    private const int JudgementsPerTransaction = 4096;

    /// <summary>Blocks of judged patients made while a transaction is being written (our choice, 2026-11-22).</summary>
    private const int BlocksAhead = 8;

    /// <summary>A batch that other runs keep overtaking is given up after this many tries (our choice, 2026-11-22).</summary>
    private const int Attempts = 10;

    /// <summary>SQLSTATE of PostgreSQL; SQLite lets one writer in at a time.</summary>
    private const string UniqueViolation = "23505";

    /// <summary>Publishes judgements as they come, some thousand a transaction; a killed run is simply run again.</summary>
    public async Task<PublicationCounts> PublishAsync(
        IAsyncEnumerable<JudgedPatients> judged, CancellationToken cancellation = default)
    {
        var counts = new PublicationCounts();
        var (judgements, due, measures) = (new List<PatientJudgement>(JudgementsPerTransaction), new List<DuePatient>(), new List<ShadowMeasure>());
        await foreach (var some in ReadAhead.Of(judged, BlocksAhead, cancellation))
        {
            judgements.AddRange(some.Judgements);
            due.AddRange(some.Due);
            measures.AddRange(some.Shadow);
            if (judgements.Count >= JudgementsPerTransaction)
            {
                counts = counts.Plus(await PublishAsync(judgements, due, measures, cancellation));
                judgements.Clear();
                due.Clear();
                measures.Clear();
            }
        }

        return counts.Plus(await PublishAsync(judgements, due, measures, cancellation));
    }

    /// <summary>
    /// Raises, refreshes, reopens and withdraws alerts by <see cref="AlertPolicy"/>, all or nothing, takes the patients off the
    /// list of those to be judged and notes when each is due again. Each patient at most once in a batch; patients outside it
    /// are not touched. Publishing the same again changes nothing.
    /// </summary>
    public Task<PublicationCounts> PublishAsync(
        IReadOnlyList<PatientJudgement> batch, IReadOnlyList<DuePatient> due, CancellationToken cancellation = default) =>
        PublishAsync(batch, due, [], cancellation);

    private Task<PublicationCounts> PublishAsync(
        IReadOnlyList<PatientJudgement> batch, IReadOnlyList<DuePatient> due, IReadOnlyList<ShadowMeasure> measures, CancellationToken cancellation) =>
        PublishAsync(
            batch,
            async (writer, publication, token) =>
            {
                await writer.RescheduleAsync(batch, due, publication.Waiting, token);
                await writer.MeasureAsync(measures, token);
            },
            cancellation);

    /// <summary>Publishes what was found about dispensers; each at most once, those that are not judged are not touched.</summary>
    public async Task<PublicationCounts> PublishAsync(
        IAsyncEnumerable<DispenserJudgement> judged, CancellationToken cancellation = default)
    {
        var counts = new PublicationCounts();
        var batch = new List<DispenserJudgement>();
        await foreach (var judgement in judged.WithCancellation(cancellation))
        {
            batch.Add(judgement);
        }

        foreach (var some in batch.Chunk(JudgementsPerTransaction))
        {
            counts = counts.Plus(await PublishAsync(some, (_, _, _) => Task.CompletedTask, cancellation));
        }

        return counts;
    }

    /// <summary>Publishes what was found about prescribers; each at most once, those that are not judged are not touched.</summary>
    public async Task<PublicationCounts> PublishAsync(
        IReadOnlyList<PrescriberJudgement> judged, CancellationToken cancellation = default)
    {
        var counts = new PublicationCounts();
        foreach (var some in judged.Chunk(JudgementsPerTransaction))
        {
            counts = counts.Plus(await PublishAsync(some, (_, _, _) => Task.CompletedTask, cancellation));
        }

        return counts;
    }

    /// <param name="batch">Subjects of one kind.</param>
    /// <param name="also">What else is written in the same transaction.</param>
    private async Task<PublicationCounts> PublishAsync(
        IReadOnlyList<SubjectJudgement> batch,
        Func<PublicationWriter, AlertPublication, CancellationToken, Task> also,
        CancellationToken cancellation)
    {
        if (batch.Count == 0)
        {
            return new PublicationCounts();
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryPublishAsync(batch, also, cancellation);
            }
            catch (DbException taken) when (attempt < Attempts && taken.SqlState == UniqueViolation)
            {
                // Another run raised an alert since the batch's were read, under the same number or about the same subject.
            }
        }
    }

    private async Task<PublicationCounts> TryPublishAsync(
        IReadOnlyList<SubjectJudgement> batch,
        Func<PublicationWriter, AlertPublication, CancellationToken, Task> also,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var writer = new PublicationWriter(db, bulk);
        await writer.LockAsync(batch, cancellation);
        var known = await writer.KnownAsync(batch, cancellation);
        var publication = AlertPublication.Plan(batch, known, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var entries = await writer.WriteAsync(publication, cancellation);
        await also(writer, publication, cancellation);
        await audit.AppendAsync(db, entries, cancellation);
        await transaction.CommitAsync(cancellation);
        return publication.Count(batch.Count);
    }
}
