namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>What prescribers usually choose, by complaint.</summary>
internal static class Regimens
{
    public static Regimen Anxiety(Life life)
    {
        var (drugs, random) = (life.Drugs, life.Random);
        return random.Unit() switch
        {
            < 0.34 => new(drugs.Alprazolam[random.Pick([0, 0, 1, 1, 1, 2])], random.Pick([1.0, 2, 2, 3])),
            < 0.64 => new(drugs.Clonazepam[random.Pick([0, 0, 0, 1])], random.Pick([1.0, 2, 2])),
            < 0.88 => new(drugs.Lorazepam[random.Pick([0, 0, 1])], random.Pick([1.0, 1, 2, 3])),
            _ => new(drugs.Diazepam[random.Pick([0, 1, 1, 2])], random.Pick([1.0, 2, 2])),
        };
    }

    public static Regimen Sleep(Life life)
    {
        var (drugs, random) = (life.Drugs, life.Random);
        return random.Unit() switch
        {
            < 0.62 => new(random.Pick(drugs.Zolpidem), 1),
            < 0.82 => new(random.Pick(drugs.Temazepam), 1),
            < 0.95 => new(random.Pick(drugs.Eszopiclone), 1),
            _ => new(random.Pick(drugs.Suvorexant), 1),
        };
    }

    public static Regimen Pain(Life life)
    {
        var (drugs, random) = (life.Drugs, life.Random);
        return random.Unit() switch
        {
            < 0.55 => new(drugs.Tramadol[0], random.Pick([2.0, 3, 4, 4, 6])),
            < 0.62 => new(random.Pick(drugs.TramadolExtended), 1),
            < 0.86 => new(random.Pick(drugs.Hydrocodone), random.Pick([2.0, 3, 3, 4])),
            _ => new(random.Pick(drugs.Oxycodone), random.Pick([2.0, 3, 4])),
        };
    }

    public static Regimen Muscle(Life life) => new(life.Drugs.Carisoprodol[0], life.Random.Pick([1.0, 2, 3, 3, 4]));

    /// <summary>A few days' worth after an extraction, an injury, a bad week or before a flight.</summary>
    public static Regimen Acute(Life life, PracticeKind kind)
    {
        var (drugs, random) = (life.Drugs, life.Random);
        return kind switch
        {
            PracticeKind.Dental => random.Chance(0.7) ? new(drugs.Hydrocodone[0], 4) : random.Chance(0.6) ? new(drugs.Tramadol[0], 4) : new(drugs.Diazepam[1], 1),
            PracticeKind.Surgery => random.Chance(0.5) ? new(drugs.Oxycodone[0], random.Pick([4.0, 6])) : new(drugs.Hydrocodone[random.Below(2)], random.Pick([4.0, 6])),
            _ => random.Unit() switch
            {
                < 0.35 => new(drugs.Tramadol[0], random.Pick([3.0, 4])),
                < 0.55 => new(drugs.Hydrocodone[0], 4),
                < 0.75 => new(drugs.Lorazepam[random.Below(2)], random.Pick([1.0, 2])),
                < 0.87 => new(drugs.Diazepam[1], random.Pick([2.0, 3])),
                _ => new(drugs.Carisoprodol[0], 3),
            },
        };
    }

    /// <summary>The next strength up, or one more a day at the top of the ladder.</summary>
    public static Regimen Stronger(Life life, Regimen regimen)
    {
        var ladder = life.Drugs.Ladder(regimen.Medicine);
        var at = Array.IndexOf(ladder, regimen.Medicine);
        return at + 1 < ladder.Length && life.Random.Chance(0.6)
            ? regimen with { Medicine = ladder[at + 1] }
            : regimen with { UnitsPerDay = regimen.UnitsPerDay + (regimen.UnitsPerDay >= 3 ? life.Random.Pick([0, 1.0]) : 1) };
    }
}
