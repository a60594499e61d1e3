using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients;

/// <summary>
/// Resolves patient records to patients. New records are compared only with stored ones of the same base key; patient ids are
/// given in order of first sight and are never given twice.
/// </summary>
public sealed class PatientLinkService
{
    private readonly IBulkWriter _bulk;
    private readonly IDispensationWriter _writer;

    internal PatientLinkService(IBulkWriter bulk, IDispensationWriter writer) => (_bulk, _writer) = (bulk, writer);

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
        var nextPatient = await db.Set<Patient>().MaxAsync(p => (long?)p.Id, cancellationToken) ?? 0;
        var patients = new List<Patient>();
        var merges = new Dictionary<long, long>();
        var groupOf = new Dictionary<long, IReadOnlyList<IdentityCandidate>>();
        var patientOf = new Dictionary<IReadOnlyList<IdentityCandidate>, long>(ReferenceEqualityComparer.Instance);
        foreach (var group in candidates.Values.SelectMany(ExactIdentity.Groups))
        {
            foreach (var candidate in group)
            {
                groupOf[candidate.RecordId] = group;
            }
        }

        foreach (var record in added)
        {
            var group = groupOf[record.Id];
            if (!patientOf.TryGetValue(group, out var patient))
            {
                var known = group.Select(c => c.PatientId).OfType<long>().Distinct().Order().ToList();
                patient = known.Count > 0 ? known[0] : ++nextPatient;
                patientOf.Add(group, patient);
                if (known.Count == 0)
                {
                    patients.Add(new Patient { Id = patient });
                }

                foreach (var other in known.Skip(1))
                {
                    merges.Add(other, patient);
                }
            }

            record.PatientId = patient;
        }

        await _bulk.InsertAsync(db, patients, cancellationToken);
        await _bulk.InsertAsync(db, added, cancellationToken);
        return await MergeAsync(db, merges, cancellationToken);
    }

    private async Task<IReadOnlyList<(long From, long Into)>> MergeAsync(
        PdmpDbContext db, Dictionary<long, long> merges, CancellationToken cancellationToken)
    {
        if (merges.Count == 0)
        {
            return [];
        }

        var pairs = merges.Select(m => (m.Key, m.Value)).ToList();
        await _writer.MergePatientsAsync(db, pairs, cancellationToken);
        await _writer.MarkToJudgeAsync(db, [.. merges.Keys, .. merges.Values.Distinct()], cancellationToken);
        return pairs;
    }

    /// <summary>The added records and the stored ones of the same base key, by base key.</summary>
    private static async Task<Dictionary<UInt128, List<IdentityCandidate>>> CandidatesAsync(
        PdmpDbContext db, List<PatientRecord> added, CancellationToken cancellationToken)
    {
        var baseKeys = added.Select(r => r.BaseKey).ToList();
        var stored = await db.Set<PatientRecord>()
            .Where(r => EF.Parameter(baseKeys).Contains(r.BaseKey))
            .OrderBy(r => r.Id)
            .Select(r => new { r.BaseKey, r.Id, r.PatientId, r.IdValue, r.IdQualifier, r.Zip, r.Phone })
            .ToListAsync(cancellationToken);
        var candidates = new Dictionary<UInt128, List<IdentityCandidate>>();
        foreach (var r in stored)
        {
            Add(r.BaseKey, new IdentityCandidate(
                r.Id, r.PatientId, ExactIdentity.JoiningKeys(r.IdValue, r.IdQualifier, r.Zip, r.Phone)));
        }

        foreach (var r in added)
        {
            Add(r.BaseKey, new IdentityCandidate(
                r.Id, null, ExactIdentity.JoiningKeys(r.IdValue, r.IdQualifier, r.Zip, r.Phone)));
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
