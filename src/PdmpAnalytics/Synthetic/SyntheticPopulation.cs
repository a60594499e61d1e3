using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Synthetic.Lives;

namespace PdmpAnalytics.Synthetic;

/// <summary>One invented patient whose two years have been lived.</summary>
/// <param name="Number">Position in the population, from 0; says nothing about the life.</param>
/// <param name="Fills">Only those inside the population's days, oldest first; at least one.</param>
internal sealed record LivedPatient(int Number, Archetype Archetype, IReadOnlyList<(InventedFill Fill, TypedIdentity Identity)> Fills, string Location, RandomStream Random)
{
    /// <summary>The name of the person in the truth files.</summary>
    public string TruePatient => Name(Number);

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"P{number + 1:D7}");
}

/// <summary>
/// An invented population: ordinary people, people who look like misuse and are not, and a few who misuse. The same options
/// and catalogue give the same people, whatever the machine.
/// </summary>
internal sealed class SyntheticPopulation
{
    private readonly PopulationOptions _options;
    private readonly PopulationPlan _plan;
    private readonly Dictionary<int, RingScene> _rings = [];

    public SyntheticPopulation(PopulationOptions options, DrugCatalog catalog)
    {
        options.Check();
        _options = options;
        _plan = new PopulationPlan(options.Patients, options.Seed);
        World = WorldBuilder.Build(catalog, options.Patients, options.Seed);
        RxNumbers = new RxNumbers(World.Dispensers.Length, options.Days);
    }

    public World World { get; }

    private RxNumbers RxNumbers { get; }

    /// <summary>One after the other; nothing of a patient is kept once the next is asked for. Can be walked once.</summary>
    public IEnumerable<LivedPatient> Live()
    {
        var people = new PersonBuilder(World, _options.Start, _options.Days);
        for (var number = 0; number < _options.Patients; number++)
        {
            yield return Live(number, people);
        }
    }

    private LivedPatient Live(int number, PersonBuilder people)
    {
        var archetype = _plan.Of(number);
        var random = new RandomStream(_options.Seed, number);
        var person = people.Draw(random, archetype.Youngest, archetype.Oldest);
        var life = new Life(World, person, random, _options.Days, _options.Start.DayOfWeek) { Ring = _plan.RingOf(number) is { } ring ? Scene(ring) : null };
        archetype.Live(life);
        Habits.Mishaps(life);
        if (!life.Fills.Exists(f => f.Day >= 0 && f.Day <= life.LastDay))
        {
            Habits.Acute(life, random.Below(life.LastDay - 3), PracticeKind.Dental);
        }

        var fills = life.Fills.Where(f => f.Day <= life.LastDay).OrderBy(f => f.Day).ToList();
        var clerk = new CounterClerk(World, person, random);
        var kept = new List<(InventedFill, TypedIdentity)>(fills.Count);
        foreach (var fill in fills)
        {
            RxNumbers.Assign(fill.Prescription, fill.Day);
            if (fill.Day >= 0)
            {
                kept.Add((fill, clerk.FileAt(fill.Prescription.Dispenser, fill.Alias, fill.Day)));
            }
        }

        return new LivedPatient(number, archetype, kept, person.Location, random);
    }

    private RingScene Scene(int ring)
    {
        if (!_rings.TryGetValue(ring, out var scene))
        {
            _rings.Add(ring, scene = RingScene.Draw(World, new RandomStream(_options.Seed, -10_000 - ring), _options.Days));
        }

        return scene;
    }
}
