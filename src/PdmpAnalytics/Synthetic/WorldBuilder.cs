using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>Settles the places with dispensers, practices and prescribers, as many as the patients need.</summary>
internal sealed class WorldBuilder
{
    /// <summary>Streams of patients are numbered from 0; the world's lie far below them.</summary>
    private const long WorldStream = -1_000;

    private static readonly (PracticeKind Kind, double Share, int Largest)[] Specialties =
    [
        (PracticeKind.PrimaryCare, 0.43, 9), (PracticeKind.UrgentCare, 0.07, 6), (PracticeKind.Emergency, 0.10, 30),
        (PracticeKind.Psychiatry, 0.09, 7), (PracticeKind.Pain, 0.05, 6), (PracticeKind.Neurology, 0.04, 6),
        (PracticeKind.Oncology, 0.03, 8), (PracticeKind.Surgery, 0.06, 7), (PracticeKind.Dental, 0.08, 4),
        (PracticeKind.Sleep, 0.012, 3), (PracticeKind.WeightLoss, 0.012, 3), (PracticeKind.Addiction, 0.02, 4),
        (PracticeKind.Hospice, 0.01, 4), (PracticeKind.Veterinary, 0.025, 4),
    ];

    private static readonly string[] ChainNames =
        ["HARBOR DRUG", "VALUMEDS PHARMACY", "GREENWAY PHARMACY", "FOOD BARN PHARMACY", "CARDINAL MART PHARMACY", "BLUE RIDGE RX"];

    private readonly RandomStream _random;
    private readonly NameStock _names = new();
    private readonly Place[] _places = Place.LoadAll();
    private readonly double[] _settlement;
    private readonly List<InventedDispenser> _dispensers = [];
    private readonly List<InventedPractice> _practices = [];
    private readonly Dictionary<string, SoftwareHabits> _chainSoftware = [];
    private int _prescribers;

    private WorldBuilder(long seed)
    {
        _random = new RandomStream(seed, WorldStream);
        _settlement = new double[_places.Length];
        var total = 0.0;
        for (var i = 0; i < _places.Length; i++)
        {
            _settlement[i] = total += _places[i].Weight;
        }
    }

    public static World Build(DrugCatalog catalog, int patients, long seed)
    {
        var builder = new WorldBuilder(seed);
        builder.AddDispensers(patients);
        builder.AddPractices(patients);
        return new World(builder._names, new Formulary(catalog), builder._places, [.. builder._dispensers], [.. builder._practices]);
    }

    private Place DrawPlace() => _places[_random.Weighted(_settlement)];

    private void AddDispensers(int patients)
    {
        foreach (var place in _places)
        {
            AddDispenser(_random.Chance(0.6) ? DispenserKind.Chain : DispenserKind.Independent, place);
        }

        // About 250 of these patients to a further pharmacy, our choice, 2026-11-22: a store then sees a few fills a day.
        for (var i = 0; i < 10 + patients / 250; i++)
        {
            AddDispenser(_random.Chance(0.68) ? DispenserKind.Chain : DispenserKind.Independent, DrawPlace());
        }

        foreach (var (kind, count) in ((DispenserKind, int)[])[(DispenserKind.MailOrder, 2), (DispenserKind.LongTermCare, 2 + patients / 40_000),
            (DispenserKind.Hospital, 3 + patients / 20_000), (DispenserKind.Veterinary, 3 + patients / 20_000)])
        {
            for (var i = 0; i < count; i++)
            {
                AddDispenser(kind, DrawPlace());
            }
        }
    }

    private void AddDispenser(DispenserKind kind, Place place)
    {
        var site = kind == DispenserKind.Chain ? _random.Between(101, 4999).ToString(CultureInfo.InvariantCulture) : "";
        var name = kind switch
        {
            DispenserKind.Chain => _random.Pick(ChainNames),
            DispenserKind.Independent => _random.Chance(0.5)
                ? $"{_names.Surname(_random)} DRUG COMPANY"
                : $"{_names.StreetName(_random)} STREET PHARMACY",
            DispenserKind.MailOrder => $"{_names.StreetName(_random)} HOME DELIVERY",
            DispenserKind.LongTermCare => $"{_names.StreetName(_random)} LONG TERM CARE PHARMACY",
            DispenserKind.Hospital => $"{place.City} REGIONAL OUTPATIENT PHARMACY",
            DispenserKind.Veterinary => $"{_names.StreetName(_random)} ANIMAL HOSPITAL",
        };
        var software = kind == DispenserKind.Chain ? ChainSoftware(name) : SoftwareHabits.Draw(_random);
        _dispensers.Add(new InventedDispenser
        {
            Index = _dispensers.Count,
            Kind = kind,
            Place = place,
            Dea = InventedNumbers.Dea(_random, _random.Pick(['A', 'B', 'F', 'F']), name[0]),
            Npi = InventedNumbers.Npi(_random),
            Ncpdp = _random.Chance(0.8) ? InventedNumbers.Ncpdp(_random, place.State) : "",
            Name = site.Length == 0 ? name : $"{name} #{site}",
            ChainSite = site,
            Weight = _random.LogNormal(kind == DispenserKind.Independent ? 0.7 : 1, 0.5),
            Software = software,
            FirstRxNumber = _random.Between(200_000, 900_000),
        });
    }

    private SoftwareHabits ChainSoftware(string name)
    {
        if (!_chainSoftware.TryGetValue(name, out var habits))
        {
            _chainSoftware.Add(name, habits = SoftwareHabits.Draw(_random));
        }

        return habits;
    }

    private void AddPractices(int patients)
    {
        var prescribers = 160 + patients / 25;
        foreach (var (kind, share, largest) in Specialties)
        {
            var wanted = Math.Max(kind is PracticeKind.PrimaryCare ? 30 : 3, (int)(prescribers * share));
            // At least four houses of each kind, so that even a small population offers a choice.
            for (int members = 0, houses = 0; members < wanted || houses < 4; houses++)
            {
                members += AddPractice(kind, largest).Members.Count;
            }
        }

        AddSecondOffices();
        foreach (var practice in _practices)
        {
            practice.Load = new double[practice.Members.Count];
            var total = 0.0;
            for (var i = 0; i < practice.Load.Length; i++)
            {
                practice.Load[i] = total += practice.Members[i].Weight;
            }
        }
    }

    private InventedPractice AddPractice(PracticeKind kind, int largest)
    {
        var hospital = kind == PracticeKind.Emergency;
        var size = hospital ? _random.Between(8, largest)
            : _random.Chance(0.35) ? 1
            : _random.Chance(0.65) ? Math.Min(largest, _random.Between(2, 4))
            : Math.Max(2, _random.Between(Math.Min(5, largest), largest));
        var place = DrawPlace();
        var practice = new InventedPractice
        {
            Index = _practices.Count,
            Kind = kind,
            Place = place,
            Address = _names.Street(_random, place.Setting == Setting.Rural)
                + (size > 1 && !hospital && _random.Chance(0.6) ? $" STE {_random.Between(100, 420)}" : ""),
            Phone = InventedNumbers.Phone(_random, place.AreaCode),
            Weight = _random.LogNormal(size, 0.6),
            InstitutionDea = hospital ? InventedNumbers.Dea(_random, _random.Pick(['A', 'B', 'F']), place.City[0]) : "",
        };
        for (var i = 0; i < size; i++)
        {
            practice.Members.Add(DrawPrescriber(practice));
        }

        _practices.Add(practice);
        return practice;
    }

    private InventedPrescriber DrawPrescriber(InventedPractice practice)
    {
        var resident = practice.InstitutionDea.Length > 0 && _random.Chance(0.45);
        var midLevel = !resident && _random.Chance(0.22);
        var last = _names.Surname(_random);
        // A maiden or business initial on one number in twenty: the letter is weak evidence in life (2.1).
        var initial = _random.Chance(0.95) ? last[0] : (char)('A' + _random.Below(26));
        var shortCourses = practice.Kind is PracticeKind.Emergency or PracticeKind.UrgentCare or PracticeKind.Dental or PracticeKind.Surgery;
        return new InventedPrescriber
        {
            Index = _prescribers++,
            Npi = InventedNumbers.Npi(_random),
            Dea = resident ? practice.InstitutionDea : InventedNumbers.Dea(_random, midLevel ? 'M' : _random.Pick(['A', 'B', 'F', 'F', 'G']), initial),
            DeaSuffix = resident ? _random.Between(1, 9999).ToString("D4", CultureInfo.InvariantCulture) : "",
            LastName = last,
            FirstName = _names.Given(_random, _random.Chance(0.45), _random.Between(1950, 1990)).Full,
            Weight = _random.LogNormal(1, 0.9),
            SupplyDays = shortCourses ? _random.Pick([5, 7, 10, 15, 30]) : _random.Pick([30, 30, 30, 30, 30, 30, 28, 28, 90, 14]),
            Refills = shortCourses ? 0 : _random.Pick([0, 0, 0, 1, 2, 2, 3, 5, 5, 5]),
            Form = _random.Chance(0.86) ? 5 : _random.Pick([1, 1, 4, 2]),
            DiagnosisShare = _random.Pick([0, 0, 0.2, 0.6, 0.95]),
            WrittenLag = _random.Pick([0, 0.3, 0.8, 1.5, 4]),
        };
    }

    /// <summary>One prescriber in eight also sits at another practice of the same kind (our choice, 2026-11-22).</summary>
    private void AddSecondOffices()
    {
        foreach (var group in _practices.Where(p => p.Kind != PracticeKind.Emergency).GroupBy(p => p.Kind).ToList())
        {
            var all = group.ToArray();
            foreach (var practice in all)
            {
                foreach (var member in practice.Members.ToArray())
                {
                    if (_random.Chance(0.12) && _random.Pick(all) is var other && other.Place.MilesTo(practice.Place) < 45
                        && !other.Members.Contains(member))
                    {
                        other.Members.Add(member);
                    }
                }
            }
        }
    }
}
