using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>What judging left.</summary>
/// <param name="Days">Days judged.</param>
/// <param name="Raised">Findings that were not there before.</param>
public readonly record struct AccessJudged(int Days, int Queries, int Raised);

/// <summary>
/// Judges whole days of queries and puts what it sees into the auditors' queue, each sign once however often a day is judged. What is kept of a day
/// (<see cref="AccountDay"/>) makes the cost of the next that day's alone.
/// </summary>
public sealed class AccessJudgingService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, LookupOptions options, TimeProvider clock)
{
    private const string Judge = "system";

    private readonly AccessOptions _options = options.Access;
    private readonly OversightDays _days = new(options.Access);

    /// <summary>The last day that is over.</summary>
    public DateOnly LastWholeDay => _days.DayOf(clock.GetUtcNow()).AddDays(-1);

    /// <summary>Judges a day and the days before it, oldest first.</summary>
    /// <param name="through">The last day; a day that is not over is not judged, because it would be judged by half.</param>
    /// <param name="days">How many, at least 1.</param>
    public async Task<AccessJudged> JudgeAsync(DateOnly through, int days = 7, CancellationToken cancellation = default)
    {
        var last = through < LastWholeDay ? through : LastWholeDay;
        var (queries, raised) = (0, 0);
        for (var day = last.AddDays(1 - days); day <= last; day = day.AddDays(1))
        {
            var judged = await JudgeDayAsync(day, cancellation);
            (queries, raised) = (queries + judged.Queries, raised + judged.Raised);
        }

        return new AccessJudged(days, queries, raised);
    }

    private async Task<(int Queries, int Raised)> JudgeDayAsync(DateOnly day, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var rows = await RowsAsync(db, day, cancellation);
        await CountAsync(db, day, rows, cancellation);
        await FollowAsync(db, day.AddDays(-_options.FillWithinDays), cancellation);
        var observed = AccessJudge.Judge(await EvidenceAsync(db, day, rows, cancellation), _options).Concat(await UnsignedAsync(db, day, cancellation)).ToList();
        var keys = observed.ConvertAll(s => s.Key);
        var known = (await db.Set<AccessFinding>().AsNoTracking().Where(f => EF.Parameter(keys).Contains(f.Key)).ToListAsync(cancellation))
            .Select(f => (f.Sign, f.Account, f.Key)).ToHashSet();
        var at = clock.GetUtcNow();
        var raised = observed.Where(s => !known.Contains((s.Sign, s.Account, s.Key))).Select(s => AccessFinding.Of(s, at)).ToList();
        db.AddRange(raised);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, raised.ConvertAll(f => new AuditEntry(Judge, "access.raised", $"access:{f.Id}", $"sign={f.Sign};account={f.Account}")), cancellation);
        await transaction.CommitAsync(cancellation);
        return (rows.Count, raised.Count);
    }

    private async Task<List<PatientDisclosure>> RowsAsync(PdmpDbContext db, DateOnly day, CancellationToken cancellation)
    {
        var (from, to) = (_days.StartOf(day), _days.StartOf(day.AddDays(1)));
        return await db.Set<PatientDisclosure>().AsNoTracking().Where(d => d.At >= from && d.At < to).OrderBy(d => d.At).ThenBy(d => d.Id).ToListAsync(cancellation);
    }

    /// <summary>Keeps the day's counts; the same day again gives the same counts.</summary>
    private async Task CountAsync(PdmpDbContext db, DateOnly day, List<PatientDisclosure> rows, CancellationToken cancellation)
    {
        var known = await db.Set<AccountDay>().Where(d => d.Day == day).ToDictionaryAsync(d => (d.Account, d.Role), cancellation);
        var asked = rows.Where(r => AccessJudge.ProgramOf(r.Asker) != r.Asker).GroupBy(r => (Account: r.Asker, r.Role))
            .Concat(rows.Where(r => AccessJudge.ProgramOf(r.Account) is not null).GroupBy(r => (r.Account, Role: Inquiry.ProgramRole)));
        foreach (var own in asked)
        {
            var (queries, night) = (own.Count(), own.Count(r => _days.IsNight(r.At)));
            var patients = own.Where(r => r.PatientId is not null).Select(r => r.PatientId).Distinct().Count();
            if (known.TryGetValue(own.Key, out var row))
            {
                (row.Queries, row.Night, row.Patients) = (queries, night, patients);
            }
            else
            {
                db.Add(new AccountDay { Account = own.Key.Account, Role = own.Key.Role, Day = day, Queries = queries, Night = night, Patients = patients });
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Counts, for a day whose fills must be in by now, the patients opened for dispensing who had nothing filled.</summary>
    private async Task FollowAsync(PdmpDbContext db, DateOnly day, CancellationToken cancellation)
    {
        var counts = await db.Set<AccountDay>().Where(d => d.Day == day).ToListAsync(cancellation);
        if (counts.Count == 0)
        {
            return;
        }

        var opened = (await RowsAsync(db, day, cancellation)).Where(r => r.PatientId is not null && IsForAFill(r)).ToList();
        var patients = opened.Select(r => r.PatientId!.Value).Distinct().ToList();
        var (first, last) = (day.AddDays(-1), day.AddDays(_options.FillWithinDays));
        var filled = (await db.Set<Dispensation>()
            .Where(d => EF.Parameter(patients).Contains(d.PatientId) && d.ValidTo == null && d.FilledOn >= first && d.FilledOn <= last)
            .Select(d => d.PatientId).Distinct().ToListAsync(cancellation)).ToHashSet();
        foreach (var count in counts)
        {
            var own = opened.Where(r => r.Asker == count.Account && r.Role == count.Role).Select(r => r.PatientId!.Value).Distinct().ToList();
            (count.Dispensing, count.Unfilled) = (own.Count, own.Count(p => !filled.Contains(p)));
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task<AccessEvidence> EvidenceAsync(PdmpDbContext db, DateOnly day, List<PatientDisclosure> rows, CancellationToken cancellation)
    {
        var (habitsFrom, followed) = (day.AddDays(-_options.HabitDays), day.AddDays(-_options.FillWithinDays));
        var followedFrom = followed.AddDays(1 - _options.UnfilledWindowDays);
        var holders = (await db.Set<AccountHolder>().AsNoTracking().ToListAsync(cancellation)).ConvertAll(h =>
        {
            var name = NameNormalizer.Normalize(h.LastName, h.FirstName, "");
            return new HolderName(h.Account, name.Last, name.First);
        });
        holders.AddRange((await db.Set<OutsidePerson>().AsNoTracking().Where(p => p.LastName != "").ToListAsync(cancellation)).ConvertAll(p =>
        {
            var name = NameNormalizer.Normalize(p.LastName, p.FirstName, "");
            return new HolderName(p.Actor, name.Last, name.First);
        }));
        return new AccessEvidence
        {
            Day = day,
            Queries = rows.ConvertAll(r => new JudgedQuery(r.Id, r.At, r.Asker, r.Role, r.LastName, r.FirstName, PatientsOf(r), r.PatientId is not null, _days.IsNight(r.At))),
            Habits = await db.Set<AccountDay>().AsNoTracking().Where(d => d.Day >= habitsFrom && d.Day < day).ToListAsync(cancellation),
            Followed = await db.Set<AccountDay>().AsNoTracking().Where(d => d.Day >= followedFrom && d.Day <= followed && d.Dispensing > 0).ToListAsync(cancellation),
            Holders = holders,
            OwnRecords = await OwnRecordsAsync(db, rows, holders, cancellation),
            CommonSurnames = await CommonAsync(db, rows, holders, cancellation),
            Watched = (await db.Set<WatchedPatient>().Select(w => w.PatientId).ToListAsync(cancellation)).ToHashSet(),
        };
    }

    /// <summary>Whom holders opened by another name than their own, and who bears theirs. Records are read of what holders opened only.</summary>
    private static async Task<IReadOnlySet<(string Account, long Patient)>> OwnRecordsAsync(
        PdmpDbContext db, List<PatientDisclosure> rows, List<HolderName> holders, CancellationToken cancellation)
    {
        var names = holders.GroupBy(h => h.Account).ToDictionary(h => h.Key, h => h.First());
        var opened = rows.Where(r => r.PatientId is not null && names.ContainsKey(r.Asker)).Select(r => (Account: r.Asker, Patient: r.PatientId!.Value)).Distinct().ToList();
        var patients = opened.Select(o => o.Patient).Distinct().ToList();
        if (patients.Count == 0)
        {
            return new HashSet<(string, long)>();
        }

        var records = (await db.Set<PatientRecord>().AsNoTracking().Where(r => EF.Parameter(patients).Contains(r.PatientId))
            .Select(r => new { r.PatientId, r.LastName, r.FirstName }).ToListAsync(cancellation)).ToLookup(r => r.PatientId, r => NameNormalizer.Normalize(r.LastName, r.FirstName, ""));
        return opened.Where(o => records[o.Patient].Any(name => name.Last == names[o.Account].Last && name.First == names[o.Account].First)).ToHashSet();
    }

    /// <summary>Of the surnames in question those that too many bear. Records are read only when somebody asked about a holder's surname.</summary>
    private async Task<IReadOnlySet<string>> CommonAsync(PdmpDbContext db, List<PatientDisclosure> rows, List<HolderName> holders, CancellationToken cancellation)
    {
        var surnames = holders.Select(h => h.Last).ToHashSet();
        var asked = rows.Select(r => r.LastName.Trim()).Where(name => surnames.Contains(NameNormalizer.Normalize(name, "", "").Last))
            .SelectMany(name => new[] { name, name.ToUpperInvariant() }).Distinct().ToList();
        if (asked.Count == 0)
        {
            return new HashSet<string>();
        }

        var spelled = await db.Set<PatientRecord>().Where(r => EF.Parameter(asked).Contains(r.LastName))
            .GroupBy(r => r.LastName).Select(g => new { Name = g.Key, Records = g.Count() }).ToListAsync(cancellation);
        var least = Math.Max(_options.RareSurnameRecords, _options.RareSurnameShare * await db.Set<PatientRecord>().CountAsync(cancellation));
        return spelled.GroupBy(b => NameNormalizer.Normalize(b.Name, "", "").Last).Where(name => name.Sum(b => b.Records) > least).Select(name => name.Key).ToHashSet();
    }

    /// <summary>Quarters whose day to sign off has passed.</summary>
    private async Task<IReadOnlyList<ObservedSign>> UnsignedAsync(PdmpDbContext db, DateOnly day, CancellationToken cancellation)
    {
        var quarter = Quarters.Of(day).AddMonths(-3);
        if (day <= Quarters.Next(quarter).AddDays(_options.SignOffWithinDays))
        {
            return [];
        }

        var signed = await db.Set<DelegateSignOff>().Where(s => s.Quarter == quarter).Select(s => s.DelegationId).ToListAsync(cancellation);
        var confirmed = await db.Set<Delegation>().AsNoTracking().Where(d => d.ConfirmedAt != null).ToListAsync(cancellation);
        var (from, to) = (_days.StartOf(quarter), _days.StartOf(Quarters.Next(quarter)));
        return
        [
            .. confirmed.Where(d => d.WasLiveWithin(from, to) && !signed.Contains(d.Id)).Select(d => new ObservedSign(
                AccessSign.QuarterUnsigned, d.Supervisor, day, $"delegation:{d.Id}:{Quarters.Name(quarter)}",
                $"Has not signed off {Quarters.Name(quarter)} of delegate {d.Delegate}.", [])),
        ];
    }

    /// <summary>A pharmacist who states treatment looks up for the same: a fill follows, or something is said about it.</summary>
    private static bool IsForAFill(PatientDisclosure row) =>
        row.Purpose == QueryPurpose.Dispensing || (row.Purpose == QueryPurpose.Treatment && row.Role == "pharmacist");

    private static IReadOnlyList<long> PatientsOf(PatientDisclosure row) => row.PatientId is { } opened ? [opened]
        : [.. row.ListedPatients.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture))];
}
