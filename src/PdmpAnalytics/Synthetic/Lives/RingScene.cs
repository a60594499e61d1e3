namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>What the members of one ring share: prescriber and dispenser pairs, drugs and the days of the runs.</summary>
internal sealed record RingScene(
    (InventedPractice Practice, InventedDispenser Counter)[] Pairs, Regimen[] Regimens, int[] Days, double Severity, double PrivateShare)
{
    public static RingScene Draw(World world, RandomStream random, int days)
    {
        var centre = random.Pick(world.Places);
        var pairs = new (InventedPractice, InventedDispenser)[random.Between(2, 3)];
        for (var i = 0; i < pairs.Length; i++)
        {
            var practice = world.PracticeNear(random, random.Chance(0.5) ? PracticeKind.Pain : PracticeKind.PrimaryCare, centre, 25);
            pairs[i] = (practice, world.DispenserNear(random, random.Chance(0.6) ? practice.Place : centre, 10));
        }

        var drugs = world.Formulary;
        Regimen[] choices = [new(drugs.Alprazolam[3], 3), new(drugs.Clonazepam[2], 2), new(drugs.Carisoprodol[0], 3), new(drugs.Tramadol[0], 6), new(drugs.Oxycodone[2], 4)];
        var first = random.Between(20, days - 200);
        var runs = new int[random.Between(5, 9)];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = first + i * random.Between(16, 26);
        }

        return new RingScene(pairs, [random.Pick(choices), random.Pick(choices)], runs, random.Unit(), random.Between(0.5, 0.95));
    }
}
