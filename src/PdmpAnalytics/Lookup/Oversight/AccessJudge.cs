using System.Globalization;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>A query as it is judged: who asked about whom, and when.</summary>
/// <param name="Patients">The patient opened, or those on the list that left.</param>
/// <param name="Night">At night in the programme's time zone.</param>
internal sealed record JudgedQuery(Guid Id, DateTimeOffset At, string Account, string Role, string LastName, string FirstName, IReadOnlyList<long> Patients, bool Opened, bool Night)
{
    public override string ToString() => $"query {Id}";
}

/// <summary>Name of the person behind an account, in one spelling. Prints no name.</summary>
internal sealed record HolderName(string Account, string Last, string First)
{
    public override string ToString() => $"holder of {Account}";
}

/// <summary>Everything a day is judged from.</summary>
internal sealed record AccessEvidence
{
    public required DateOnly Day { get; init; }

    /// <summary>All of the day, oldest first.</summary>
    public required IReadOnlyList<JudgedQuery> Queries { get; init; }

    /// <summary>Days of all accounts before this one, as far back as habits go.</summary>
    public IReadOnlyList<AccountDay> Habits { get; init; } = [];

    /// <summary>The day's own counts, and the last days whose fills are known.</summary>
    public IReadOnlyList<AccountDay> Followed { get; init; } = [];
    public IReadOnlyList<HolderName> Holders { get; init; } = [];

    /// <summary>Patients whom a holder opened and who bear that holder's own name on some record, whatever was typed to find them.</summary>
    public IReadOnlySet<(string Account, long Patient)> OwnRecords { get; init; } = new HashSet<(string, long)>();

    /// <summary>Surnames, in one spelling, that too many people bear to mean anything.</summary>
    public IReadOnlySet<string> CommonSurnames { get; init; } = new HashSet<string>();
    public IReadOnlySet<long> Watched { get; init; } = new HashSet<long>();
}

/// <summary>
/// Signs that somebody looked where the work did not lead. Pure. A person whom a program names is judged by hours and volume, a delegate among them by
/// name too, having an account; the program itself asks for everybody who comes to a counter, so only watched patients and its volume beside other
/// programs are told of it.
/// </summary>
internal static class AccessJudge
{
    private const string ProgramPrefix = "key:";

    public static IReadOnlyList<ObservedSign> Judge(AccessEvidence evidence, AccessOptions options)
    {
        var people = evidence.Queries.Where(q => !IsProgram(q.Account)).ToList();
        return
        [
            .. Watched(evidence),
            .. people.GroupBy(q => q.Account).SelectMany(own => Names(own.Key, [.. own], evidence)),
            .. people.GroupBy(q => q.Account).SelectMany(own => OddHours(own.Key, [.. own], evidence, options)),
            .. people.GroupBy(q => (q.Account, q.Role)).SelectMany(own => Volume(own.Key, [.. own], evidence, options.VolumePatients, options)),
            .. evidence.Queries.Where(q => ProgramOf(q.Account) is not null).GroupBy(q => (ProgramOf(q.Account)!, Inquiry.ProgramRole))
                .SelectMany(own => Volume(own.Key, [.. own], evidence, options.ProgramVolumePatients, options)),
            .. evidence.Followed.Where(d => !IsProgram(d.Account)).GroupBy(d => d.Account).SelectMany(own => Unfilled(own.Key, [.. own], evidence.Day, options)),
        ];
    }

    /// <summary>A program that names nobody; one that does is <c>key:ID/user</c>.</summary>
    private static bool IsProgram(string account) => ProgramOf(account) == account;

    /// <summary>The program through which somebody asked; null for a person's own account.</summary>
    public static string? ProgramOf(string account) => account.StartsWith(ProgramPrefix, StringComparison.Ordinal) ? account.Split('/')[0] : null;

    private static IEnumerable<ObservedSign> Watched(AccessEvidence evidence) =>
        from query in evidence.Queries
        from patient in query.Patients
        where evidence.Watched.Contains(patient)
        group query.Id by (query.Account, patient) into seen
        select new ObservedSign(
            AccessSign.WatchedPatient, seen.Key.Account, evidence.Day, Text($"{evidence.Day:yyyy-MM-dd}:patient:{seen.Key.patient}"),
            Text($"Asked about patient {seen.Key.patient}, who is watched, {Times(seen.Count())}."), [.. seen]);

    private static IEnumerable<ObservedSign> Names(string account, List<JudgedQuery> own, AccessEvidence evidence)
    {
        if (evidence.Holders.FirstOrDefault(h => h.Account == account) is not { } holder)
        {
            yield break;
        }

        var named = own.ConvertAll(q => (Query: q, Name: NameNormalizer.Normalize(q.LastName, q.FirstName, "")));
        bool IsSelf((JudgedQuery Query, NormalizedName Name) q) => (q.Name.Last == holder.Last && q.Name.First == holder.First)
            || (q.Query.Opened && q.Query.Patients.Any(p => evidence.OwnRecords.Contains((account, p))));
        List<Guid> self = [.. named.Where(IsSelf).Select(q => q.Query.Id)];
        List<Guid> family = [.. named.Where(q => q.Name.Last == holder.Last && !IsSelf(q)).Select(q => q.Query.Id)];
        if (self.Count > 0)
        {
            yield return Daily(AccessSign.OwnName, account, evidence.Day, $"Asked about the account holder's own name, or opened somebody of that name, {Times(self.Count)}.", self);
        }

        if (family.Count > 0 && !evidence.CommonSurnames.Contains(holder.Last))
        {
            yield return Daily(AccessSign.SameSurname, account, evidence.Day, $"Asked about somebody of the account holder's rare surname {Times(family.Count)}.", family);
        }
    }

    private static IEnumerable<ObservedSign> OddHours(string account, List<JudgedQuery> own, AccessEvidence evidence, AccessOptions options)
    {
        List<Guid> night = [.. own.Where(q => q.Night).Select(q => q.Id)];
        var habits = evidence.Habits.Where(d => d.Account == account).ToList();
        var queries = habits.Sum(d => d.Queries);
        if (night.Count == 0 || queries < options.HabitQueries || habits.Sum(d => d.Night) >= options.NightWorkShare * queries)
        {
            yield break;
        }

        yield return Daily(
            AccessSign.OddHours, account, evidence.Day,
            Text($"Asked {Times(night.Count)} between {options.NightFromHour:D2}:00 and {options.NightToHour:D2}:00; of the {queries} queries of {options.HabitDays} days before, {habits.Sum(d => d.Night)} were at night."),
            night);
    }

    private static IEnumerable<ObservedSign> Volume(
        (string Account, string Role) who, List<JudgedQuery> own, AccessEvidence evidence, int least, AccessOptions options)
    {
        var patients = own.Where(q => q.Opened).SelectMany(q => q.Patients).Distinct().Count();
        var peers = evidence.Habits.Where(d => d.Role == who.Role && d.Account != who.Account).ToList();
        if (patients < least || peers.Select(d => d.Account).Distinct().Count() < options.VolumePeers)
        {
            yield break;
        }

        var usual = NinetiethPercentile([.. peers.Select(d => d.Patients)]);
        if (patients > options.VolumeTimesPeers * usual)
        {
            yield return Daily(
                AccessSign.Volume, who.Account, evidence.Day,
                Text($"Opened {patients} patients on one day; on nine of ten days others who act as {who.Role} open at most {usual}."),
                [.. own.Where(q => q.Opened).Select(q => q.Id)]);
        }
    }

    /// <summary>Once a month and account, at the latest day whose fills are known.</summary>
    private static IEnumerable<ObservedSign> Unfilled(string account, List<AccountDay> own, DateOnly day, AccessOptions options)
    {
        var (asked, unfilled) = (own.Sum(d => d.Dispensing ?? 0), own.Sum(d => d.Unfilled ?? 0));
        if (asked >= options.UnfilledPatients && unfilled >= options.UnfilledShare * asked)
        {
            yield return new ObservedSign(
                AccessSign.NothingFilled, account, day, Text($"{day:yyyy-MM}"),
                Text($"Of {asked} patients opened for dispensing in {options.UnfilledWindowDays} days, {unfilled} had nothing filled anywhere within {options.FillWithinDays} days."),
                []);
        }
    }

    /// <summary>Nearest rank.</summary>
    internal static int NinetiethPercentile(int[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : values[(int)Math.Ceiling(0.9 * values.Length) - 1];
    }

    private static ObservedSign Daily(AccessSign sign, string account, DateOnly day, string text, IReadOnlyList<Guid> disclosures) =>
        new(sign, account, day, Text($"{day:yyyy-MM-dd}"), text, disclosures);

    private static string Times(int count) => count == 1 ? "once" : Text($"{count} times");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
