using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Carries changes of patients out, inside the caller's transaction and under its load lock, and keeps the journal.</summary>
internal sealed class PatientChangesWriter(IBulkWriter bulk, IDispensationWriter dispensations, ILinkageWriter writer)
{
    /// <summary>Records, fills and reports follow; every patient that lost or won records is marked for judging.</summary>
    public async Task WriteAsync(PdmpDbContext db, PatientChanges changes, LinkOccasion occasion, CancellationToken cancellationToken)
    {
        await bulk.InsertAsync(db, changes.NewPatients.Select(id => new Patient { Id = id }), cancellationToken);
        foreach (var (record, home) in changes.NewHomes)
        {
            await db.Set<PatientRecord>().Where(r => r.Id == record)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.HomePatientId, home), cancellationToken);
        }

        if (changes.Moves.Count == 0)
        {
            return;
        }

        var first = 1 + (await db.Set<LinkEvent>().MaxAsync(e => (long?)e.Id, cancellationToken) ?? 0);
        var events = changes.Moves.Select((move, i) => LinkEvent.Of(first + i, move, occasion)).ToList();
        await bulk.InsertAsync(db, events, cancellationToken);
        await bulk.InsertAsync(db, events.SelectMany(e => e.Records), cancellationToken);
        await writer.MoveRecordsAsync(db, first, cancellationToken);
        await writer.PointPatientsAsync(db, changes.Pointers, cancellationToken);
        await dispensations.MarkToJudgeAsync(db, [.. changes.Moves.SelectMany(m => new[] { m.From, m.Into }).Distinct()], cancellationToken);
    }
}
