using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients;

/// <summary>
/// Resolves every stored record again, as if all had arrived today: after an edition that normalises names better, records
/// join that were strangers before. Patients are merged, never split, and no id is given twice.
/// </summary>
public sealed class PatientRelinkService
{
    /// <summary>Records whose keys are looked at together: enough to make the query's cost disappear (our choice, 2026-11-22).</summary>
    private const int RecordsPerPage = 5000;

    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly IDispensationWriter _writer;

    internal PatientRelinkService(IDbContextFactory<PdmpDbContext> contexts, IDispensationWriter writer) =>
        (_contexts, _writer) = (contexts, writer);

    /// <summary>How many records and patients there are; changes nothing.</summary>
    public async Task<LinkCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await CountAsync(db, merged: 0, cancellationToken);
    }

    /// <summary>
    /// One transaction, under the lock of loading. Memory holds the records of one base key and the merges, whatever the
    /// number of records. Merged patients and those they went into are marked for judging. Again changes nothing.
    /// </summary>
    public async Task<LinkCounts> RelinkAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await _writer.BeginAsync(db, cancellationToken);
        await RenewBaseKeysAsync(db, cancellationToken);
        var merges = await MergesAsync(db, cancellationToken);
        if (merges.Count > 0)
        {
            await _writer.MergePatientsAsync(db, merges, cancellationToken);
            var touched = merges.SelectMany(m => new[] { m.From, m.Into }).ToHashSet();
            await _writer.MarkToJudgeAsync(db, touched, cancellationToken);
        }

        var counts = await CountAsync(db, merges.Count, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    /// <summary>Brings each record's base key to what this edition makes of its particulars.</summary>
    private static async Task RenewBaseKeysAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var page = await db.Set<PatientRecord>().AsNoTracking()
                .Where(r => r.Id > last).OrderBy(r => r.Id).Take(RecordsPerPage).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return;
            }

            foreach (var record in page)
            {
                var key = ExactIdentity.BaseKey(PatientParticulars.Of(record));
                if (!key.AsSpan().SequenceEqual(record.BaseKey))
                {
                    await db.Set<PatientRecord>().Where(r => r.Id == record.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(r => r.BaseKey, key), cancellationToken);
                }
            }

            last = page[^1].Id;
        }
    }

    private static async Task<IReadOnlyList<(long From, long Into)>> MergesAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var merges = new PatientMerges();
        var baseKey = Array.Empty<byte>();
        var candidates = new List<IdentityCandidate>();
        var records = db.Set<PatientRecord>().AsNoTracking()
            .OrderBy(r => r.BaseKey).ThenBy(r => r.Id)
            .Select(r => new { r.BaseKey, r.Id, r.PatientId, r.IdValue, r.IdQualifier, r.Zip, r.Phone })
            .AsAsyncEnumerable();
        await foreach (var r in records.WithCancellation(cancellationToken))
        {
            if (!r.BaseKey.AsSpan().SequenceEqual(baseKey))
            {
                Resolve();
                baseKey = r.BaseKey;
            }

            candidates.Add(new IdentityCandidate(r.Id, r.PatientId, ExactIdentity.JoiningKeys(r.IdValue, r.IdQualifier, r.Zip, r.Phone)));
        }

        Resolve();
        return merges.ToList();

        void Resolve()
        {
            foreach (var group in ExactIdentity.Groups(candidates))
            {
                merges.Join(group.Select(c => c.PatientId).OfType<long>());
            }

            candidates.Clear();
        }
    }

    private static async Task<LinkCounts> CountAsync(PdmpDbContext db, int merged, CancellationToken cancellationToken) => new(
        await db.Set<PatientRecord>().LongCountAsync(cancellationToken),
        await db.Set<Patient>().LongCountAsync(p => p.MergedInto == null, cancellationToken),
        merged);
}

/// <summary>What linking ended with.</summary>
/// <param name="Records">All patient records.</param>
/// <param name="Patients">Patients in use.</param>
/// <param name="Merged">Patients that went into others this time.</param>
public sealed record LinkCounts(long Records, long Patients, int Merged);
