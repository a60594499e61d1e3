using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Brings together who gave the same address and what they filled under it, some thousand patients in memory at a time, and has
/// CL-01 look. Addresses are read one by one and kept as hashes only.
/// </summary>
public sealed class HouseholdService(IDbContextFactory<PdmpDbContext> contexts)
{
    private const int PatientsAtATime = 5000;

    /// <summary>Adds what CL-01 finds on any day of the horizon.</summary>
    public async Task LookAsync(
        PopulationRuleSet rules, DispensingReference reference, DateOnly asOf, SubjectFindings findings, CancellationToken cancellationToken)
    {
        var found = new OneFindingEach();
        var addresses = await AddressesAsync(rules.Household.MostPatients, cancellationToken);
        for (int start = 0, end; start < addresses.Count; start = end)
        {
            var patients = new HashSet<long>();
            for (end = start; end < addresses.Count && patients.Count < PatientsAtATime; end++)
            {
                patients.UnionWith(addresses[end].Select(r => r.PatientId));
            }

            await LookAsync(addresses[start..end], patients, rules.Household, reference, asOf, found, cancellationToken);
        }

        found.AddTo(findings);
    }

    private async Task LookAsync(
        List<AddressRecord[]> addresses, IReadOnlySet<long> patients, HouseholdRule rule, DispensingReference reference, DateOnly asOf, OneFindingEach found,
        CancellationToken cancellationToken)
    {
        long[] ids = [.. patients.Order()];
        var places = await PlacesAsync(ids, cancellationToken);
        var fills = await FillsAsync(ids, reference, asOf, rule.WindowDays, cancellationToken);
        var households = addresses.ConvertAll(records => HouseholdOf(records, fills, places));
        var compared = households.ConvertAll(h => rule.ToCompare(h, asOf).ToArray());
        var likeness = await LikenessAsync([.. compared.SelectMany(c => c).Distinct().Order()], cancellationToken);
        var context = new GroupContext(reference, likeness);
        foreach (var (household, _) in households.Zip(compared).Where(pair => pair.Second.Length > 0))
        {
            rule.Evaluate(household, context, asOf, found);
        }
    }

    private static Household HouseholdOf(
        AddressRecord[] records, Dictionary<long, Fill[]> fills, Dictionary<long, (long Record, byte Location)> places)
    {
        var here = records.Select(r => r.RecordId).ToHashSet();
        var patients = records.Select(r => r.PatientId).Distinct().ToArray();
        return new Household(patients.Length,
        [
            .. from patient in patients
               from fill in fills.GetValueOrDefault(patient, [])
               where places.TryGetValue(fill.DispensationId, out var place) && here.Contains(place.Record)
               select new HouseholdFill(patient, fill, places[fill.DispensationId].Location),
        ]);
    }

    /// <summary>Records of people by address, of addresses that more than one patient gave and not more than a household holds.</summary>
    private async Task<List<AddressRecord[]>> AddressesAsync(int mostPatients, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var records = new List<AddressRecord>();
        await foreach (var record in db.Set<PatientRecord>().AsNoTracking().Where(r => !r.Animal && r.Address != "" && r.Zip != "")
            .Select(r => new { r.Id, r.PatientId, r.Address, r.Zip }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (KeyOf(record.Address, record.Zip) is { } key)
            {
                records.Add(new AddressRecord(key, record.Id, record.PatientId));
            }
        }

        records.Sort();
        var addresses = new List<AddressRecord[]>();
        for (int start = 0, end; start < records.Count; start = end)
        {
            for (end = start + 1; end < records.Count && records[end].Key == records[start].Key; end++)
            {
            }

            var patients = end - start < 2 ? 1 : records[start..end].Select(r => r.PatientId).Distinct().Count();
            if (patients > 1 && patients <= mostPatients)
            {
                addresses.Add([.. records[start..end]]);
            }
        }

        return addresses;
    }

    /// <summary>Null for an address that is no place: without house or box number, or without a ZIP code.</summary>
    private static ulong? KeyOf(string address, string zip)
    {
        var five = zip.Length >= 5 ? zip[..5] : "";
        if (Placeholders.IsZip(five) || StreetLine.Of(address, "").Number.Length == 0)
        {
            return null;
        }

        var normalized = AddressNormalizer.Normalize(address);
        return StableHash.Of(Encoding.UTF8.GetBytes($"{normalized.Street}|{normalized.Unit}|{five}"));
    }

    /// <summary>By live version: the record it was submitted under, and PAT21.</summary>
    private async Task<Dictionary<long, (long Record, byte Location)>> PlacesAsync(long[] patients, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Dispensation>().AsNoTracking()
            .Where(d => EF.Parameter(patients).Contains(d.PatientId) && d.ValidTo == null)
            .Select(d => new { d.Id, d.PatientRecordId, d.PatientLocation })
            .ToDictionaryAsync(d => d.Id, d => (d.PatientRecordId, d.PatientLocation), cancellationToken);
    }

    /// <summary>By patient: fills of drugs in a scope that a window of the horizon can hold.</summary>
    private async Task<Dictionary<long, Fill[]>> FillsAsync(
        long[] patients, DispensingReference reference, DateOnly asOf, int windowDays, CancellationToken cancellationToken)
    {
        var fills = new Dictionary<long, Fill[]>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var reader = await HistoryReader.OpenAsync(db, new HistorySelection { Patients = patients }, cancellationToken);
        await foreach (var read in HistoryPipeline.RunAsync(reader, Read, cancellationToken))
        {
            foreach (var (patient, own) in read)
            {
                fills.Add(patient, own);
            }
        }

        return fills;

        List<(long Patient, Fill[] Fills)> Read(HistoryBlock block)
        {
            var histories = new List<(long, Fill[])>();
            var history = new DispensingHistory();
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                history.Load(block.Rows[start..end], reference, asOf);
                var own = new List<Fill>();
                foreach (var position in history.InScope(DrugScope.All))
                {
                    if (history.Fills[position].StartDay > history.HorizonDay - windowDays)
                    {
                        own.Add(history.Fills[position]);
                    }
                }

                histories.Add((history.PatientId, [.. own]));
            }

            return histories;
        }
    }

    private async Task<PatientLikeness> LikenessAsync(long[] patients, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return patients.Length == 0 ? PatientLikeness.None : new PatientLikeness(await db.Set<PatientRecord>().AsNoTracking()
            .Where(r => EF.Parameter(patients).Contains(r.PatientId)).ToListAsync(cancellationToken));
    }

    /// <summary>A record and the hash of its address.</summary>
    private readonly record struct AddressRecord(ulong Key, long RecordId, long PatientId) : IComparable<AddressRecord>
    {
        public int CompareTo(AddressRecord other) => Key != other.Key ? Key.CompareTo(other.Key) : RecordId.CompareTo(other.RecordId);
    }
}
