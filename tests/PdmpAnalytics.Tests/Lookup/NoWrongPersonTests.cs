using System.Globalization;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Synthetic;
using PdmpAnalytics.TestKit.Linkage;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.Tests.Lookup;

/// <summary>
/// Everybody of thousands of families full of look-alikes is asked about, as typed at a counter and with one more slip: no query ever opens somebody
/// else's report. <c>PDMP_TEST_LOOKUP_FAMILIES</c> asks about more.
/// </summary>
public class NoWrongPersonTests(ITestOutputHelper output)
{
    private static readonly int Families =
        int.Parse(Environment.GetEnvironmentVariable("PDMP_TEST_LOOKUP_FAMILIES") ?? "400", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WhoeverIsAskedFor_NobodyElseIsOpened(int seed)
    {
        var people = new InventedFamilies(seed).Records(Families).GroupBy(r => r.Entity, r => r.Fields)
            .Select((person, i) => (Id: (long)i + 1, Records: person.Where(IsOfTheCalendar).ToList())).Where(p => p.Records.Count > 0).ToList();
        var store = new Store([.. people.SelectMany(p => p.Records.Select((fields, i) => StoredPeople.Record((p.Id * 10) + i, p.Id, fields)))]);
        var tally = new Tally();
        foreach (var (id, records) in people)
        {
            var random = new RandomStream(seed, id);
            foreach (var asked in records.SelectMany(record => new[] { Query(record), Slipped(random, Query(record)) }))
            {
                tally.Add(store.Choose(asked), id);
            }
        }

        output.WriteLine(tally.ToString());
        Assert.Equal(0, tally.Wrong);
        Assert.True(tally.Asked > Families * 8);

        // Every second question has a slip and opens nothing at once; nearly everybody is reached all the same.
        Assert.True(tally.Opened > 0.45 * tally.Asked && tally.Reached > 0.9 * tally.Asked, tally.ToString());
    }

    [Fact]
    public void PeopleWhoAreNotOnRecord_NeverOpenARelative()
    {
        // Plain: of twins called JON and JONATHAN the one on record answers to both names, and nothing in a question of name and date says more.
        var members = new InventedFamilies(3, plain: true).Records(Families).GroupBy(r => r.Entity, r => r.Fields).Select((p, i) => (Id: (long)i + 1, Fields: p.First())).ToList();
        var stored = members.Where(m => m.Id % 2 == 0 && IsOfTheCalendar(m.Fields)).ToList();
        var store = new Store([.. stored.Select(m => StoredPeople.Record(m.Id, m.Id, m.Fields))]);

        var opened = members.Where(m => m.Id % 2 == 1 && IsOfTheCalendar(m.Fields)).Where(m => store.Choose(Query(m.Fields)).Outcome == SearchOutcome.Found).ToList();

        Assert.Empty(opened.Select(m => m.Id));
    }

    private static bool IsOfTheCalendar(LinkFields fields) =>
        DateOnly.TryParseExact(StoredPeople.Text(fields.BirthDate), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static PatientQuery Query(LinkFields fields) => StoredPeople.Asked(fields.LastName, fields.FirstName, StoredPeople.Text(fields.BirthDate));

    private static PatientQuery Slipped(RandomStream random, PatientQuery query) => random.Below(3) switch
    {
        0 => query with { LastName = TypingSlips.Name(random, query.LastName) },
        1 => query with { FirstName = TypingSlips.Name(random, query.FirstName) },
        _ => query with { BirthDate = TypingSlips.Date(random, query.BirthDate) },
    };

    /// <summary>Finds candidates as the store does, by birth date and by what a slip leaves equal.</summary>
    private sealed class Store(List<PatientRecord> records)
    {
        private readonly PatientChooser _chooser = StoredPeople.Chooser();
        private readonly ILookup<int, PatientRecord> _byYear = records.ToLookup(r => r.BirthDate.Year);
        private readonly ILookup<(int, int), PatientRecord> _byDay = records.ToLookup(r => (r.BirthDate.Month, r.BirthDate.Day));
        private readonly ILookup<long, PatientRecord> _byPatient = records.ToLookup(r => r.PatientId);

        public PatientSearch Choose(PatientQuery query)
        {
            var found = _byYear[query.BirthDate.Year].Concat(_byDay[(query.BirthDate.Month, query.BirthDate.Day)]).DistinctBy(r => r.Id)
                .Where(r => r.LastName[0] == query.LastName[0] || r.FirstName[0] == query.FirstName[0]).ToList();
            return _chooser.Choose(query, [.. _chooser.Near(query, found.ConvertAll(RecordName.Of)).SelectMany(id => _byPatient[id])]);
        }
    }

    private sealed class Tally
    {
        private int _asksMore;
        private int _listed;
        private int _none;

        public int Asked { get; private set; }

        public int Opened { get; private set; }

        public int Wrong { get; private set; }

        public int Reached => Opened + _listed;

        public void Add(PatientSearch search, long asked)
        {
            Asked++;
            Opened += search.PatientId == asked ? 1 : 0;
            Wrong += search.PatientId is { } opened && opened != asked ? 1 : 0;
            _asksMore += search.Outcome == SearchOutcome.OneMoreItem ? 1 : 0;
            _listed += search.Candidates.Any(c => c.PatientId == asked) && search.PatientId is null ? 1 : 0;
            _none += search.Outcome is SearchOutcome.NotFound or SearchOutcome.TooMany ? 1 : 0;
        }

        public override string ToString() =>
            $"{Asked} asked, {Opened} opened, {Wrong} wrongly, {_listed} on the pick list, {_asksMore} asked for one more item, {_none} not found";
    }
}
