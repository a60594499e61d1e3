using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Lookup.Searching;

/// <summary>
/// Decides from the records that may fit whether a query means one patient. It opens somebody's data at once only when nobody else
/// is within two slips of the hand; where it is wrong to choose, it asks. Pure; free for many threads.
/// </summary>
/// <param name="model">The linkage model in force.</param>
/// <param name="terms">How common names and places are; null before the first linking.</param>
internal sealed class PatientChooser(MatchModel model, TermSnapshot? terms)
{
    /// <summary>Opens at once from here on, is listed from here on (domain reference 5.4).</summary>
    private const double Sure = 0.95;
    private const double Listed = 0.80;

    /// <summary>Patients with a record within reach of the query; of names and birth dates alone, since nothing else counts as a slip.</summary>
    public IReadOnlyList<long> Near(PatientQuery query, IReadOnlyList<RecordName> records)
    {
        var books = new LinkRecords();
        books.Add(query.ToFields());
        var born = books[0].BirthDate;

        // Most of a name's block were born on other days, and a number is cheaper to compare than a name.
        var near = records.Where(r => !r.Animal && LikenessRules.SlipsOfBirthDate(r.LevelOfBirthDate(born)) <= LikenessRules.MostSlips).ToList();
        near.ForEach(r => books.Add(r.ToFields()));
        var comparison = new RecordComparison(books, FrequenciesOf(books));
        return
        [
            .. near.Where((_, i) => LikenessRules.SlipsOf(comparison.Compare(books[0], books[i + 1]), books, books[0], books[i + 1]) <= LikenessRules.MostSlips)
                .Select(r => r.PatientId).Distinct(),
        ];
    }

    /// <summary>What the records say about a query.</summary>
    /// <param name="records">Every record of every patient that may fit, in any order; animals' are ignored.</param>
    public PatientSearch Choose(PatientQuery query, IReadOnlyList<PatientRecord> records)
    {
        var people = Likenesses(query, records);
        if (people.Count == 0)
        {
            return new PatientSearch { Outcome = SearchOutcome.NotFound, AskFor = NotYetGiven(query) };
        }

        var best = people[0];
        var rivals = people.Skip(1).Where(p => !IsToldApart(best, p)).ToList();
        if (IsSure(best, people))
        {
            return rivals.Count == 0
                ? new PatientSearch { Outcome = SearchOutcome.Found, PatientId = best.PatientId, Candidates = [Candidate(best)], Fitting = 1 }
                : OneMoreItem(query, people, [best, .. rivals]);
        }

        var listed = people.Where(p => p.Slips <= 1 || ProbabilityOf(p) >= Listed).Where(p => !p.IsContradicted || p.Slips == 0).ToList();
        return listed.Count switch
        {
            0 => new PatientSearch { Outcome = SearchOutcome.NotFound, AskFor = NotYetGiven(query) },
            > PatientSearch.MostListed => new PatientSearch { Outcome = SearchOutcome.TooMany, AskFor = NotYetGiven(query), Fitting = listed.Count },
            _ when HoldsLookAlikes(listed) => OneMoreItem(query, people, listed),
            _ => new PatientSearch { Outcome = SearchOutcome.PickOne, Candidates = [.. listed.Select(Candidate)], AskFor = NotYetGiven(query), Fitting = listed.Count },
        };
    }

    /// <summary>How each patient that is within reach compares, likeliest first.</summary>
    private List<PersonLikeness> Likenesses(PatientQuery query, IReadOnlyList<PatientRecord> records) =>
    [
        .. from person in Compared(query, records).GroupBy(p => p.PatientId)
           let best = person.OrderBy(p => p.Slips).ThenByDescending(p => p.Bits).ThenBy(p => p.Record.Id).First()
           where best.Slips <= LikenessRules.MostSlips
           let whole = best with { Items = Together(person) }
           orderby whole.IsContradicted, whole.Bits descending, whole.PatientId
           select whole,
    ];

    private List<PersonLikeness> Compared(PatientQuery query, IReadOnlyList<PatientRecord> records)
    {
        var books = new LinkRecords();
        books.Add(query.ToFields());
        var stored = records.Where(r => !r.Animal).ToList();
        stored.ForEach(r => books.Add(LinkFields.Of(PatientParticulars.Of(r))));
        var frequencies = FrequenciesOf(books);
        var matcher = new PatientMatcher(books, frequencies, new MatchScales(model, frequencies));
        var id = LinkText.Id(query.IdNumber.ToUpperInvariant());
        var compared = new List<PersonLikeness>(stored.Count);
        for (var i = 0; i < stored.Count; i++)
        {
            var levels = matcher.Compare(0, i + 1);
            var slips = LikenessRules.SlipsOf(levels, books, books[0], books[i + 1]);
            compared.Add(new PersonLikeness
            {
                PatientId = stored[i].PatientId,
                Record = stored[i],
                Levels = levels,
                Slips = slips,
                Bits = slips <= LikenessRules.MostSlips ? BitsOf(matcher, i + 1) : double.NegativeInfinity,
                Items = Items(levels, books[0], books[i + 1], id, stored[i]),
            });
        }

        return compared;
    }

    private TermFrequencies FrequenciesOf(LinkRecords books) => terms?.For(books) ?? TermFrequencies.Of(books, (_, _) => 0, _ => 0);

    /// <summary>The weight as if two records could be one: guards are about merging, here a person decides.</summary>
    private static double BitsOf(PatientMatcher matcher, int record)
    {
        var explained = matcher.Explain(0, record);
        return explained.TotalBits - explained.GuardBits;
    }

    private static ItemAgreement[] Items(LevelPattern levels, in LinkRecord query, in LinkRecord record, string id, PatientRecord stored)
    {
        var items = new ItemAgreement[Enum.GetValues<QueryItem>().Length];
        foreach (var item in Enum.GetValues<QueryItem>())
        {
            items[(int)item] = LikenessRules.Agreement(item, levels, query, record, id, stored);
        }

        return items;
    }

    /// <summary>An item agrees when any record of the person agrees, and differs when records speak of it and none agrees.</summary>
    private static ItemAgreement[] Together(IEnumerable<PersonLikeness> records)
    {
        var all = records.ToList();
        return
        [
            .. Enum.GetValues<QueryItem>().Select(item =>
                all.Any(r => r[item] == ItemAgreement.Agrees) ? ItemAgreement.Agrees
                : all.Any(r => r[item] == ItemAgreement.Differs) ? ItemAgreement.Differs
                : ItemAgreement.Unknown),
        ];
    }

    /// <summary>Names and birth date as typed, and likely enough among all who fit; a form of a name needs a further item beside it.</summary>
    private static bool IsSure(PersonLikeness best, List<PersonLikeness> people)
    {
        var total = 1 + people.Sum(p => Math.Pow(2, Math.Min(p.Bits, 500)));
        return !best.IsContradicted
            && (best.IsExact || best.IsExactInForm && best.IsSupported)
            && Math.Pow(2, Math.Min(best.Bits, 500)) / total >= Sure;
    }

    /// <summary>A stated item agrees with the one and differs for the other.</summary>
    private static bool IsToldApart(PersonLikeness best, PersonLikeness other) => LikenessRules.FurtherItems.Append(QueryItem.Sex)
        .Any(item => best[item] == ItemAgreement.Agrees && other[item] == ItemAgreement.Differs);

    /// <summary>Two of one last name and birth date, or of one full name and nearly one birth date: twins, father and son, two registrations.</summary>
    private static bool HoldsLookAlikes(List<PersonLikeness> people) =>
        people.SelectMany((a, i) => people.Skip(i + 1).Select(b => (a, b))).Any(pair =>
            NameNormalizer.Normalize(pair.a.Record.LastName, "", "").Last == NameNormalizer.Normalize(pair.b.Record.LastName, "", "").Last
            && BirthDateComparison.Level(LinkFields.Digits(pair.a.Record.BirthDate), LinkFields.Digits(pair.b.Record.BirthDate))
                is BirthDateLevel.Same or BirthDateLevel.DayMonthSwapped or BirthDateLevel.OneDigit);

    private static PatientSearch OneMoreItem(PatientQuery query, List<PersonLikeness> people, List<PersonLikeness> lookAlikes) => new()
    {
        Outcome = SearchOutcome.OneMoreItem,
        AskFor = [.. NotYetGiven(query).OrderByDescending(item => TellsApart(item, lookAlikes))],
        Fitting = people.Count,
    };

    /// <summary>True when the look-alikes' best records state an item, each another value.</summary>
    private static bool TellsApart(QueryItem item, List<PersonLikeness> people)
    {
        var values = people.ConvertAll(p => Value(p.Record, item));
        return values.TrueForAll(v => v.Length > 0) && values.Distinct(StringComparer.OrdinalIgnoreCase).Count() == values.Count;
    }

    private static string Value(PatientRecord record, QueryItem item) => item switch
    {
        QueryItem.LastName => record.LastName,
        QueryItem.FirstName => record.FirstName,
        QueryItem.MiddleName => record.MiddleName.Length > 0 ? record.MiddleName[..1] : "",
        QueryItem.Suffix => record.Suffix,
        QueryItem.BirthDate => record.BirthDate.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        QueryItem.Sex => record.Sex,
        QueryItem.Address => record.Address,
        QueryItem.Zip => record.Zip,
        QueryItem.Phone => record.Phone,
        QueryItem.IdNumber => record.IdValue,
    };

    /// <summary>Items that were left out, the easiest to ask at a counter first.</summary>
    private static List<QueryItem> NotYetGiven(PatientQuery query) =>
    [
        .. new[]
        {
            (QueryItem.MiddleName, query.MiddleName), (QueryItem.Suffix, query.Suffix), (QueryItem.Zip, query.Zip), (QueryItem.Phone, query.Phone),
            (QueryItem.IdNumber, query.IdNumber),
        }.Where(item => item.Item2.Trim().Length == 0).Select(item => item.Item1),
    ];

    private static double ProbabilityOf(PersonLikeness person) => MatchScales.ProbabilityOf(person.Bits);

    private static PatientCandidate Candidate(PersonLikeness person) => new()
    {
        PatientId = person.PatientId,
        LastName = person.Record.LastName,
        FirstName = person.Record.FirstName,
        MiddleName = person.Record.MiddleName,
        Suffix = person.Record.Suffix,
        BirthDate = person.Record.BirthDate,
        Sex = person.Record.Sex,
        City = person.Record.City,
        Zip = person.Record.Zip,
        Probability = Math.Round(ProbabilityOf(person), 4),
        Differences = QueryDifferences.Of(person),
    };
}
