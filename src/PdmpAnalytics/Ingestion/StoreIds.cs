using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Gives the different dispensers, prescribers and products of a file their ids in the store, adding those that are new. Looks
/// up only what a batch brings for the first time.
/// </summary>
internal sealed class StoreIds(PdmpDbContext db, IBulkWriter bulk)
{
    private readonly DispenserNumbers _numbers = new();
    private readonly Dictionary<UInt128, int> _prescriberIds = [];
    private readonly Dictionary<UInt128, int> _siteIds = [];
    private int[] _dispensers = [];
    private int[] _sites = [];
    private int[] _drugs = [];

    /// <summary>Id of a dispenser by its number in the file.</summary>
    public int Dispenser(int number) => _dispensers[number];

    /// <summary>Id of a prescriber site by its number in the file.</summary>
    public int Site(int number) => _sites[number];

    /// <summary>Id of a product by its number in the file.</summary>
    public int Drug(int number) => _drugs[number];

    /// <summary>Makes <see cref="Dispenser"/> know these numbers. A new one has no particulars yet (<see cref="StateDispensersAsync"/>).</summary>
    public async Task ResolveDispensersAsync(
        List<int> numbers, Identities<SubmittedDispenser> submitted, CancellationToken cancellationToken)
    {
        var unknown = Unknown(ref _dispensers, numbers, submitted.Count);
        if (unknown.Count == 0)
        {
            return;
        }

        var keys = unknown.ConvertAll(number => submitted[number].Key());
        var set = db.Set<Dispenser>();
        var stored = await set.Where(d => EF.Parameter(keys).Contains(d.Key))
            .Select(d => new { d.Key, d.Id }).ToDictionaryAsync(d => Number(d.Key), d => d.Id, cancellationToken);
        await LearnNumbersAsync(unknown.Where((_, i) => !stored.ContainsKey(Number(keys[i]))).Select(n => submitted[n]).ToList(), cancellationToken);
        var next = await set.MaxAsync(d => (int?)d.Id, cancellationToken) ?? 0;
        var added = new List<Dispenser>();
        for (var i = 0; i < unknown.Count; i++)
        {
            var dispenser = submitted[unknown[i]];
            if (!stored.TryGetValue(Number(keys[i]), out var id))
            {
                id = _numbers.Find(dispenser.Dea, dispenser.Npi, dispenser.Ncpdp) ?? next + 1;
                stored.Add(Number(keys[i]), id);
                if (id == next + 1)
                {
                    added.Add(new Dispenser { Id = ++next, Key = keys[i] });
                }
            }

            _dispensers[unknown[i]] = id;
            _numbers.Add(id, dispenser.Dea, dispenser.Npi, dispenser.Ncpdp);
        }

        await bulk.InsertAsync(db, added, cancellationToken);
    }

    /// <summary>Learns the dispensers of the store that share a number with these: one of them may be meant.</summary>
    private async Task LearnNumbersAsync(List<SubmittedDispenser> submitted, CancellationToken cancellationToken)
    {
        if (submitted.Count == 0)
        {
            return;
        }

        List<string> Given(Func<SubmittedDispenser, string> number) => [.. submitted.Select(number).Where(n => n.Length > 0).Distinct()];
        var (deas, npis, ncpdps) = (Given(d => d.Dea), Given(d => d.Npi), Given(d => d.Ncpdp));
        var sharing = await db.Set<Dispenser>().AsNoTracking()
            .Where(d => EF.Parameter(deas).Contains(d.Dea!) || EF.Parameter(npis).Contains(d.Npi!) || EF.Parameter(ncpdps).Contains(d.Ncpdp!))
            .Select(d => new { d.Id, d.Dea, d.Npi, d.Ncpdp })
            .ToListAsync(cancellationToken);
        sharing.ForEach(d => _numbers.Add(d.Id, d.Dea ?? "", d.Npi ?? "", d.Ncpdp ?? ""));
    }

    /// <summary>Brings the particulars of the file's dispensers up to date.</summary>
    /// <param name="statements">Dispensers by their number in the file, in effective order, with the time they were stated at.</param>
    public async Task StateDispensersAsync(
        IReadOnlyList<(int Number, long StatedAt)> statements, Identities<SubmittedDispenser> submitted,
        CancellationToken cancellationToken)
    {
        // By pieces: a file of a whole state names tens of thousands of dispensers.
        foreach (var piece in statements.Select(s => _dispensers[s.Number]).Distinct().Chunk(1000))
        {
            var dispensers = await db.Set<Dispenser>().Where(d => EF.Parameter(piece).Contains(d.Id))
                .ToDictionaryAsync(d => d.Id, cancellationToken);
            foreach (var (number, statedAt) in statements)
            {
                if (dispensers.TryGetValue(_dispensers[number], out var dispenser))
                {
                    DispenserParticulars.Update(dispenser, submitted[number], statedAt);
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Makes <see cref="Site"/> know these numbers.</summary>
    public async Task ResolveSitesAsync(
        List<int> numbers, Identities<SubmittedPrescriber> submitted, CancellationToken cancellationToken)
    {
        var unknown = Unknown(ref _sites, numbers, submitted.Count);
        if (unknown.Count == 0)
        {
            return;
        }

        var prescribers = unknown.ConvertAll(number => submitted[number]);
        await ResolvePrescribersAsync(prescribers, cancellationToken);
        var keys = prescribers.ConvertAll(p => p.SiteKey());
        var stored = await db.Set<PrescriberSite>().Where(s => EF.Parameter(keys).Contains(s.Key))
            .Select(s => new { s.Key, s.Id }).ToListAsync(cancellationToken);
        stored.ForEach(s => _siteIds[Number(s.Key)] = s.Id);
        var next = await db.Set<PrescriberSite>().MaxAsync(s => (int?)s.Id, cancellationToken) ?? 0;
        var added = new List<PrescriberSite>();
        for (var i = 0; i < unknown.Count; i++)
        {
            var key = Number(keys[i]);
            if (!_siteIds.TryGetValue(key, out var id))
            {
                id = ++next;
                _siteIds.Add(key, id);
                added.Add(new PrescriberSite
                {
                    Id = id,
                    Key = keys[i],
                    PrescriberId = _prescriberIds[Number(prescribers[i].Key())],
                    AddressKey = prescribers[i].AddressKey,
                    Zip = prescribers[i].Zip,
                    State = prescribers[i].State,
                    Phone = prescribers[i].Phone,
                });
            }

            _sites[unknown[i]] = id;
        }

        await bulk.InsertAsync(db, added, cancellationToken);
    }

    /// <summary>Makes <see cref="Drug"/> know these numbers; a stored product that was unknown takes what is known by now.</summary>
    public async Task ResolveDrugsAsync(
        List<int> numbers, Identities<SubmittedProduct> submitted, CancellationToken cancellationToken)
    {
        var unknown = Unknown(ref _drugs, numbers, submitted.Count);
        if (unknown.Count == 0)
        {
            return;
        }

        var set = db.Set<DrugProduct>();
        var codes = unknown.Select(number => submitted[number].Code).Distinct().ToList();
        var stored = await set.Where(d => EF.Parameter(codes).Contains(d.Code))
            .ToDictionaryAsync(d => (d.Qualifier, d.Code), cancellationToken);
        var next = await set.MaxAsync(d => (int?)d.Id, cancellationToken) ?? 0;
        foreach (var number in unknown)
        {
            var product = submitted[number];
            if (!stored.TryGetValue((product.Qualifier, product.Code), out var drug))
            {
                drug = new DrugProduct { Id = ++next, Qualifier = product.Qualifier, Code = product.Code };
                stored.Add((product.Qualifier, product.Code), drug);
                set.Add(drug);
            }

            if (drug.Ingredient is null && product.Known is { Ingredient: { } ingredient } known)
            {
                drug.Ingredient = ingredient.Name;
                drug.StrengthMg = known.StrengthMg;
                drug.Form = known.Form;
                drug.Label = known.Label;
                drug.Source = "catalogue";
            }

            _drugs[number] = drug.Id;
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task ResolvePrescribersAsync(List<SubmittedPrescriber> submitted, CancellationToken cancellationToken)
    {
        var keys = submitted.ConvertAll(p => p.Key());
        var stored = await db.Set<Prescriber>().Where(p => EF.Parameter(keys).Contains(p.Key))
            .Select(p => new { p.Key, p.Id }).ToListAsync(cancellationToken);
        stored.ForEach(p => _prescriberIds[Number(p.Key)] = p.Id);
        var next = await db.Set<Prescriber>().MaxAsync(p => (int?)p.Id, cancellationToken) ?? 0;
        var added = new List<Prescriber>();
        for (var i = 0; i < submitted.Count; i++)
        {
            if (_prescriberIds.TryAdd(Number(keys[i]), next + 1))
            {
                added.Add(new Prescriber
                {
                    Id = ++next,
                    Key = keys[i],
                    Npi = submitted[i].Npi,
                    Dea = submitted[i].Dea,
                    DeaSuffix = submitted[i].DeaSuffix,
                    LastName = submitted[i].LastName,
                    FirstName = submitted[i].FirstName,
                });
            }
        }

        await bulk.InsertAsync(db, added, cancellationToken);
    }

    /// <summary>Numbers without an id yet, each once, in order of first sight.</summary>
    private static List<int> Unknown(ref int[] ids, List<int> numbers, int count)
    {
        if (ids.Length < count)
        {
            Array.Resize(ref ids, Math.Max(count, ids.Length * 2));
        }

        var unknown = new List<int>();
        foreach (var number in numbers)
        {
            if (ids[number] == 0)
            {
                // Marked, so that it is listed once; the caller sets the id.
                ids[number] = -1;
                unknown.Add(number);
            }
        }

        return unknown;
    }

    private static UInt128 Number(byte[] key) => BinaryPrimitives.ReadUInt128BigEndian(key);
}
