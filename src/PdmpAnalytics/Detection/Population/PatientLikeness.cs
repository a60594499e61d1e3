using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Whether two patients whose records were not joined may still be one person under another spelling: enough doubt that a
/// finding about "another patient" would accuse the keyboard. The seam for linkage: where it knows a probability of the pair,
/// that decides; without it, two of last name, first name and birth date alike do.
/// </summary>
public sealed class PatientLikeness
{
    /// <summary>Slips of the hand that leave a name the same: our choice, 2026-11-22.</summary>
    private const int MaxSlips = 2;

    /// <summary>Below this length a name differs with its first slip.</summary>
    private const int ShortName = 5;

    private readonly ILookup<long, Particulars> _byPatient;

    public PatientLikeness(IEnumerable<PatientRecord> records) =>
        _byPatient = records.Select(r => (r.PatientId, Particulars: Particulars.Of(r))).Distinct().ToLookup(r => r.PatientId, r => r.Particulars);

    /// <summary>Nothing known of anybody: different ids are different people.</summary>
    public static PatientLikeness None { get; } = new([]);

    /// <summary>True for one id, and for two with any pair of records alike. Symmetric, not transitive.</summary>
    public bool MayBeOne(long a, long b) =>
        a == b || _byPatient[a].Any(left => _byPatient[b].Any(right => left.IsLike(right)));

    /// <summary>
    /// Patients of the list, taken together where they may be one person, also over a third: the number of groups is the number
    /// of people there are at least.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>> People(IEnumerable<long> patients)
    {
        var people = new List<List<long>>();
        foreach (var patient in patients.Distinct().Order())
        {
            var same = people.FindAll(p => p.Exists(other => MayBeOne(patient, other)));
            people.RemoveAll(same.Contains);
            people.Add([.. same.SelectMany(p => p), patient]);
        }

        return people;
    }

    /// <summary>Last names of the patients that are no slip of one another; those without a known name add none.</summary>
    public int LastNames(IEnumerable<long> patients)
    {
        var names = new List<string>();
        foreach (var name in patients.SelectMany(id => _byPatient[id]).Select(p => p.Last).Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal))
        {
            if (names.TrueForAll(other => EditDistance.Of(name, other) > MaxSlips))
            {
                names.Add(name);
            }
        }

        return names.Count;
    }

    private readonly record struct Particulars(string Last, string First, DateOnly BirthDate, string Id)
    {
        public static Particulars Of(PatientRecord record)
        {
            var name = NameNormalizer.Normalize(record.LastName, record.FirstName, record.Suffix);
            return new(name.Last, name.First, record.BirthDate, Placeholders.IsId(record.IdValue) ? "" : record.IdValue);
        }

        public bool IsLike(Particulars other)
        {
            if (Id.Length > 0 && Id == other.Id)
            {
                return true;
            }

            var crossed = Last == other.First && First == other.Last && Last.Length > 0;
            var alike = (crossed || AreAlike(Last, other.Last) ? 1 : 0)
                + (crossed || AreAlike(First, other.First) || IsShortFor(First, other.First) ? 1 : 0)
                + (AreAlike(BirthDate, other.BirthDate) ? 1 : 0);
            return alike >= 2;
        }

        public override string ToString() => "a patient's particulars";

        private static bool AreAlike(string a, string b) => a.Length > 0 && b.Length > 0
            && EditDistance.Of(a, b) <= (Math.Min(a.Length, b.Length) < ShortName ? 1 : MaxSlips);

        /// <summary>ROB and ROBERT; an initial.</summary>
        private static bool IsShortFor(string a, string b) => a.Length > 0 && b.Length > 0
            && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));

        /// <summary>The same, or one slip apart: day and month exchanged, or two of the three parts right.</summary>
        private static bool AreAlike(DateOnly a, DateOnly b) =>
            a == b || a.Year == b.Year && a.Month == b.Day && a.Day == b.Month
            || (a.Year == b.Year ? 1 : 0) + (a.Month == b.Month ? 1 : 0) + (a.Day == b.Day ? 1 : 0) >= 2;
    }
}
