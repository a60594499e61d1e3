using System.Globalization;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;
using Xunit;

namespace PdmpAnalytics.Tests.Practices;

/// <summary>Whole invented states: the practices found are the places the prescribers work at, no matter how they move between them.</summary>
public class PracticePopulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void SecondOffices_NoPracticeSwallowsItsNeighbours(int seed)
    {
        var state = new State(seed, offices: 1500, prescribers: 4000, sloppy: 0);
        Assert.True(state.SharedSecondOffices > 500, "the population tests nothing");
        var found = PracticeGrouping.Group(state.Prescribers, state.Sites);
        var pairs = state.Sites.Select(s => (True: state.OfficeOf[s.Id], Found: found.Sites[s.Id].PracticeId)).Distinct().ToArray();
        Assert.All(pairs.GroupBy(p => p.Found), g => Assert.Single(g));
        Assert.All(pairs.GroupBy(p => p.True), g => Assert.Single(g));
        Assert.All(state.Sites, s => Assert.Equal(state.PersonOf[s.PrescriberId], state.PersonOf[found.Sites[s.Id].PrescriberId]));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void SloppyRecords_StillMergeNoPractices_AndSplitFew(int seed)
    {
        var state = new State(seed, offices: 1500, prescribers: 4000, sloppy: 0.15);
        var found = PracticeGrouping.Group(state.Prescribers, state.Sites);
        var byFills = state.Sites.GroupBy(s => found.Sites[s.Id].PracticeId).ToArray();
        var total = (double)state.Sites.Sum(s => s.Fills);
        // Fills outside the practice where most of their office's fills are, and fills among another office's.
        var split = state.Sites.GroupBy(s => state.OfficeOf[s.Id])
            .Sum(o => o.Sum(s => s.Fills) - o.GroupBy(s => found.Sites[s.Id].PracticeId).Max(g => g.Sum(s => s.Fills))) / total;
        var merged = byFills
            .Sum(p => p.Sum(s => s.Fills) - p.GroupBy(s => state.OfficeOf[s.Id]).Max(g => g.Sum(s => s.Fills))) / total;
        Assert.True(split < 0.02 && merged < 0.001, string.Create(CultureInfo.InvariantCulture, $"split {split:P2}, merged {merged:P2}"));
    }

    /// <summary>Offices in towers and houses; prescribers with up to three of them; rows as records would give them.</summary>
    private sealed class State
    {
        private static readonly string[] Suffixes = ["Street", "Avenue", "Drive", "Parkway"];
        private static readonly string[] ShortSuffixes = ["ST", "Ave.", "Dr", "Pkwy"];
        private readonly Random _random;
        private readonly double _sloppy;

        public State(int seed, int offices, int prescribers, double sloppy)
        {
            (_random, _sloppy) = (new Random(seed), sloppy);
            var places = Offices(offices);
            for (var person = 1; person <= prescribers; person++)
            {
                Practise(person, places);
            }
        }

        public List<PrescriberNumber> Prescribers { get; } = [];

        public List<PracticeSite> Sites { get; } = [];

        public Dictionary<int, int> OfficeOf { get; } = [];

        public Dictionary<int, int> PersonOf { get; } = [];

        public int SharedSecondOffices { get; private set; }

        /// <summary>A third of the offices share a building with others, each in a suite of its own.</summary>
        private List<(int House, int Street, string Suite, int Zip, string Phone)> Offices(int count)
        {
            var list = new List<(int House, int Street, string Suite, int Zip, string Phone)>();
            while (list.Count < count)
            {
                var building = (House: 1 + list.Count * 2, Street: _random.Next(4), Zip: 40000 + _random.Next(60));
                var suites = _random.NextDouble() < 0.15 ? _random.Next(3, 9) : 1;
                for (var suite = 1; suite <= suites; suite++)
                {
                    var phone = (5_020_000_000 + list.Count * 7919L).ToString(CultureInfo.InvariantCulture);
                    list.Add((building.House, building.Street, suites == 1 ? "" : $"{suite}00", building.Zip, phone));
                }
            }

            return list;
        }

        private void Practise(int person, List<(int House, int Street, string Suite, int Zip, string Phone)> offices)
        {
            var npi = NpiOf(person);
            var usual = person % offices.Count;
            var places = new List<int> { usual };
            while (places.Count < 3 && _random.NextDouble() < 0.35)
            {
                places.Add(_random.Next(offices.Count));
                SharedSecondOffices++;
            }

            // The same person under two spellings of the name is two rows as submitted.
            foreach (var spelling in _random.NextDouble() < 0.1 ? new[] { 1, 2 } : [1])
            {
                var number = new PrescriberNumber(Prescribers.Count + 1, npi, "", "", $"NAME{person} {spelling}");
                Prescribers.Add(number);
                PersonOf[number.Id] = person;
                foreach (var place in places.Distinct())
                {
                    Write(number.Id, place, offices[place], usual == place ? 60 : 20);
                }

                Add(number.Id, usual, new PracticeSite { Id = 0, PrescriberId = number.Id, Fills = 3 });
            }
        }

        /// <summary>The rows of one prescriber at one office: with the phone, and sometimes without it or with another spelling.</summary>
        private void Write(int prescriber, int office, (int House, int Street, string Suite, int Zip, string Phone) at, int fills)
        {
            var plain = Key(at, Suffixes[at.Street], "Suite ");
            var terse = Key(at, ShortSuffixes[at.Street], "#");
            Add(prescriber, office, new PracticeSite { Id = 0, PrescriberId = prescriber, AddressKey = plain, Zip = at.Zip, Phone = at.Phone, Fills = fills });
            Add(prescriber, office, new PracticeSite { Id = 0, PrescriberId = prescriber, AddressKey = terse, Zip = at.Zip, Phone = "", Fills = fills / 10 });
            if (_random.NextDouble() < _sloppy)
            {
                var wrong = (9_000_000_000 + _random.Next(1_000_000_000)).ToString(CultureInfo.InvariantCulture);
                var suiteless = Key(at with { Suite = "" }, Suffixes[at.Street], "");
                Add(prescriber, office, new PracticeSite { Id = 0, PrescriberId = prescriber, AddressKey = plain, Zip = at.Zip, Phone = wrong, Fills = 2 });
                Add(prescriber, office, new PracticeSite { Id = 0, PrescriberId = prescriber, AddressKey = suiteless, Zip = at.Zip, Phone = "", Fills = 2 });
            }
        }

        private static string Key((int House, int Street, string Suite, int Zip, string Phone) at, string suffix, string unitWord) =>
            AddressNormalizer.Normalize($"{at.House} Hill {suffix}" + (at.Suite.Length > 0 ? $" {unitWord}{at.Suite}" : "")).KeyWith(at.Zip);

        private void Add(int prescriber, int office, PracticeSite site)
        {
            var row = site with { Id = Sites.Count + 1, PrescriberId = prescriber };
            Sites.Add(row);
            OfficeOf[row.Id] = office;
        }

        private static string NpiOf(int person)
        {
            var stem = (100_000_000 + person).ToString(CultureInfo.InvariantCulture);
            return Enumerable.Range(0, 10).Select(d => $"{stem}{d}").Single(PdmpAnalytics.Dispensing.Npi.IsValid);
        }
    }
}
