using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients;

/// <summary>
/// Resolves patient records to patients. New records are compared only with stored ones of the same base key; patient ids are
/// given in order of first sight and are never given twice.
/// </summary>
public sealed class PatientLinkService
{
    private readonly IBulkWriter _bulk;
    private readonly PatientChangesWriter _changes;
    private readonly TimeProvider _clock;

    internal PatientLinkService(IBulkWriter bulk, PatientChangesWriter changes, TimeProvider clock) =>
        (_bulk, _changes, _clock) = (bulk, changes, clock);

    /// <summary>
    /// Finds or adds the records of some particulars, in the caller's transaction and under its load lock.
    /// </summary>
    /// <param name="particulars">In order of arrival; equal ones get the same record.</param>
    internal async Task<LinkedRecords> AddAsync(
        PdmpDbContext db, IReadOnlyList<KeyedParticulars> particulars, CancellationToken cancellationToken)
    {
        var keys = particulars.Select(p => p.Key).ToList();
        var records = await StoredAsync(db, keys, cancellationToken);
        var added = new List<PatientRecord>();
        var nextRecord = await db.Set<PatientRecord>().MaxAsync(r => (long?)r.Id, cancellationToken) ?? 0;
        for (var i = 0; i < particulars.Count; i++)
        {
            var key = Number(keys[i]);
            if (!records.ContainsKey(key))
            {
                added.Add(Record(++nextRecord, particulars[i]));
                records.Add(key, (nextRecord, 0));
            }
        }

        var merges = added.Count == 0 ? [] : await ResolveAsync(db, added, cancellationToken);
        foreach (var record in added)
        {
            records[Number(record.Key)] = (record.Id, record.PatientId);
        }

        var into = merges.ToDictionary(m => m.From, m => m.Into);
        return new LinkedRecords(
            [.. keys.Select(key => records[Number(key)]).Select(r => (r.Record, into.GetValueOrDefault(r.Patient, r.Patient)))], merges);
    }

    private static async Task<Dictionary<UInt128, (long Record, long Patient)>> StoredAsync(
        PdmpDbContext db, List<byte[]> keys, CancellationToken cancellationToken)
    {
        var known = await db.Set<PatientRecord>()
            .Where(r => EF.Parameter(keys).Contains(r.Key))
            .Select(r => new { r.Key, r.Id, r.PatientId })
            .ToListAsync(cancellationToken);
        return known.ToDictionary(r => Number(r.Key), r => (r.Id, r.PatientId));
    }

    /// <summary>Gives new records their patients, adds both, and merges stored patients that a new record joins.</summary>
    private async Task<IReadOnlyList<(long From, long Into)>> ResolveAsync(
        PdmpDbContext db, List<PatientRecord> added, CancellationToken cancellationToken)
    {
        var candidates = await CandidatesAsync(db, added, cancellationToken);
        var groups = candidates.Values.SelectMany(ExactIdentity.Groups).ToList();
        var merges = await MergesAsync(db, groups, cancellationToken);
        var groupOf = groups.SelectMany(group => group, (group, candidate) => (candidate, group))
            .ToDictionary(pair => pair.candidate.RecordId, pair => (pair.candidate, pair.group));
        var nextPatient = await db.Set<Patient>().MaxAsync(p => (long?)p.Id, cancellationToken) ?? 0;
        var patients = new List<Patient>();
        var newPatientOf = new Dictionary<IReadOnlyList<IdentityCandidate>, long>(ReferenceEqualityComparer.Instance);
        foreach (var record in added)
        {
            var (candidate, group) = groupOf[record.Id];
            if (Known(candidate, group) is { } known)
            {
                record.PatientId = merges.Root(known);
            }
            else
            {
                if (!newPatientOf.TryGetValue(group, out var patient))
                {
                    newPatientOf.Add(group, patient = ++nextPatient);
                    patients.Add(new Patient { Id = patient });
                }

                record.PatientId = patient;
            }

            record.HomePatientId = record.PatientId;
        }

        await _bulk.InsertAsync(db, patients, cancellationToken);
        await _bulk.InsertAsync(db, added, cancellationToken);
        return await MergeAsync(db, merges.ToList(), cancellationToken);
    }

    /// <summary>
    /// The stored patient a new record belongs to, null when its group has none. A decision may keep patients of the group apart:
    /// then the one that the record itself shares a key with, until linking looks closer.
    /// </summary>
    private static long? Known(IdentityCandidate record, IReadOnlyList<IdentityCandidate> group) => group
        .Where(c => c.PatientId is not null)
        .OrderByDescending(c => c.JoiningKeys.Intersect(record.JoiningKeys).Any())
        .ThenBy(c => c.PatientId)
        .Select(c => c.PatientId)
        .FirstOrDefault();

    private static async Task<PatientMerges> MergesAsync(
        PdmpDbContext db, List<IReadOnlyList<IdentityCandidate>> groups, CancellationToken cancellationToken)
    {
        var joined = groups
            .Select(group => group.Select(c => c.PatientId).OfType<long>().Distinct().Order().ToList())
            .Where(known => known.Count > 1)
            .ToList();
        var merges = joined.Count == 0 ? new PatientMerges() : new PatientMerges(await LinkReads.KeptApartAsync(db, cancellationToken));
        joined.ForEach(merges.Join);
        return merges;
    }

    private async Task<IReadOnlyList<(long From, long Into)>> MergeAsync(
        PdmpDbContext db, IReadOnlyList<(long From, long Into)> merges, CancellationToken cancellationToken)
    {
        if (merges.Count == 0)
        {
            return [];
        }

        var touched = merges.SelectMany(m => new[] { m.From, m.Into }).Distinct().ToArray();
        var records = await db.Set<PatientRecord>().AsNoTracking()
            .Where(r => EF.Parameter(touched).Contains(r.PatientId))
            .OrderBy(r => r.Id).Select(r => new { r.PatientId, r.Id }).ToListAsync(cancellationToken);
        var recordsOf = records.ToLookup(r => r.PatientId, r => r.Id);
        await _changes.WriteAsync(
            db,
            PatientChanges.Merging([.. merges.Select(m => new PatientMove(LinkEventKind.Merge, m.From, m.Into, [.. recordsOf[m.From]], [.. recordsOf[m.Into]]))]),
            new LinkOccasion(_clock.GetUtcNow(), LinkRequest.Nobody, LinkCause.ExactKeys, ModelId: null),
            cancellationToken);
        return merges;
    }

    /// <summary>The added records and the stored ones of the same base key, by base key.</summary>
    private static async Task<Dictionary<UInt128, List<IdentityCandidate>>> CandidatesAsync(
        PdmpDbContext db, List<PatientRecord> added, CancellationToken cancellationToken)
    {
        var baseKeys = added.Select(r => r.BaseKey).ToList();
        var stored = await db.Set<PatientRecord>()
            .Where(r => EF.Parameter(baseKeys).Contains(r.BaseKey))
            .OrderBy(r => r.Id)
            .Select(r => new { r.BaseKey, r.Id, r.PatientId, r.MiddleName, r.IdValue, r.IdQualifier, r.Address, r.Zip, r.Phone })
            .ToListAsync(cancellationToken);
        var candidates = new Dictionary<UInt128, List<IdentityCandidate>>();
        foreach (var r in stored)
        {
            Add(r.BaseKey, new IdentityCandidate(
                r.Id, r.PatientId, ExactIdentity.JoiningKeys(r.IdValue, r.IdQualifier, r.Address, r.Zip, r.Phone), ExactIdentity.FullMiddleName(r.MiddleName)));
        }

        foreach (var r in added)
        {
            Add(r.BaseKey, new IdentityCandidate(
                r.Id, null, ExactIdentity.JoiningKeys(r.IdValue, r.IdQualifier, r.Address, r.Zip, r.Phone), ExactIdentity.FullMiddleName(r.MiddleName)));
        }

        return candidates;

        void Add(byte[] baseKey, IdentityCandidate candidate)
        {
            var key = Number(baseKey);
            if (!candidates.TryGetValue(key, out var list))
            {
                candidates.Add(key, list = []);
            }

            list.Add(candidate);
        }
    }

    private static PatientRecord Record(long id, KeyedParticulars keyed) => Record(id, keyed.Key, keyed.BaseKey, keyed.Particulars);

    private static PatientRecord Record(long id, byte[] key, byte[] baseKey, PatientParticulars particulars) => new()
    {
        Id = id,
        Key = key,
        BaseKey = baseKey,
        PatientId = 0,
        HomePatientId = 0,
        LastName = particulars.LastName,
        FirstName = particulars.FirstName,
        MiddleName = particulars.MiddleName,
        Suffix = particulars.Suffix,
        BirthDate = particulars.BirthDate,
        Sex = particulars.Sex,
        Address = particulars.Address,
        City = particulars.City,
        State = particulars.State,
        Zip = particulars.Zip,
        Phone = particulars.Phone,
        IdQualifier = particulars.IdQualifier,
        IdValue = particulars.IdValue,
        Animal = particulars.Animal,
    };

    private static UInt128 Number(byte[] key) => BinaryPrimitives.ReadUInt128BigEndian(key);
}

/// <summary>Where some particulars ended up.</summary>
/// <param name="Records">Record and patient of each, in the order asked.</param>
/// <param name="Merges">Patients that went into others because a new record joins them.</param>
internal sealed record LinkedRecords(
    IReadOnlyList<(long Record, long Patient)> Records, IReadOnlyList<(long From, long Into)> Merges);
