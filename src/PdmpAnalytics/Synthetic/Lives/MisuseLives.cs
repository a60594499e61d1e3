namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>
/// Lives with an episode of misuse, weeks to months inside two years. Most of each life is ordinary, severity is graded, and
/// what happens to everyone happens here too.
/// </summary>
internal static class MisuseLives
{
    /// <summary>A treatment of one's own, then more of the same from others who do not know of each other.</summary>
    public static void ManyPrescribers(Life life)
    {
        var scene = Begin(life);
        life.Follow(scene.Base);
        for (var extra = scene.Wide ? life.Random.Between(5, 10) : life.Random.Pick([1, 2, 2, 2, 3]); extra > 0; extra--)
        {
            Extra(life, scene, life.Random.Chance(0.75) ? scene.Base.Regimen : Habits.Similar(life, scene.Base.Regimen));
        }
    }

    /// <summary>One or two prescribers, each order used up earlier and stronger than the last, at changing counters.</summary>
    public static void EarlyRefillEscalation(Life life)
    {
        var random = life.Random;
        var scene = Begin(life);
        life.Follow(scene.Base with { To = scene.From - 1 });
        var regimen = scene.Base.Regimen;
        var days = 4 + 8 * scene.Severity;
        var second = random.Chance(0.6) ? life.PracticeNear(PracticeKind.PrimaryCare, scene.From, 14) : null;
        var seconds = second?.Draw(random);
        for (var day = scene.From; day < scene.To;)
        {
            var stage = day + random.Between(45, 80);
            var bySecond = second is not null && random.Chance(0.4);
            life.Follow(scene.Base with
            {
                Regimen = regimen,
                Practice = bySecond ? second! : scene.Base.Practice,
                Prescriber = bySecond ? seconds : scene.Base.Prescriber,
                From = day,
                To = stage,
                SupplyDays = random.Pick([30, 30, 28]),
                Refills = random.Pick([0, 0, 1]),
                KeepsLedger = false,
                DaysEarly = () => random.Normal(days, 3),
                Dispenser = _ => random.Chance(0.5) ? life.Person.CounterOn(day) : random.Pick(scene.Counters),
                PrivateShare = scene.PrivateShare,
            });
            regimen = random.Chance(0.3 + 0.5 * scene.Severity) ? Regimens.Stronger(life, regimen) : regimen;
            day = stage - random.Between(0, (int)days + 6);
        }

        for (var extra = scene.Wide ? random.Between(2, 5) : 0; extra > 0; extra--)
        {
            Extra(life, scene, regimen);
        }

        life.Follow(scene.Base with { From = scene.To + random.Between(0, 30) });
    }

    /// <summary>Two or three identities, each with its own doctor and counter, each alone an ordinary patient.</summary>
    public static void SplitIdentity(Life life)
    {
        var random = life.Random;
        var scene = Begin(life);
        life.Follow(scene.Base);
        var identities = random.Chance(0.35) ? 3 : 2;
        for (var alias = 1; alias < identities; alias++)
        {
            var from = scene.From + random.Between(0, 40);
            var practice = life.PracticeNear(random.Pick([PracticeKind.PrimaryCare, PracticeKind.UrgentCare, PracticeKind.Psychiatry, PracticeKind.Pain]), from, 18);
            var counter = random.Pick(scene.Counters);
            life.Follow(scene.Base with
            {
                Regimen = random.Chance(0.7) ? scene.Base.Regimen : Habits.Similar(life, scene.Base.Regimen),
                Practice = practice,
                Prescriber = random.Chance(0.8) ? practice.Draw(random) : null,
                From = from,
                To = scene.To,
                SupplyDays = random.Pick([30, 30, 28, 15]),
                Refills = random.Pick([0, 0, 1, 2]),
                Dispenser = _ => random.Chance(0.85) ? counter : random.Pick(scene.Counters),
                PrivateShare = Math.Max(scene.PrivateShare, 0.5),
                DaysEarly = () => random.Normal(1 + 3 * scene.Severity, 3),
                Alias = alias,
            });
        }

        for (var extra = scene.Wide ? random.Between(2, 5) : random.Between(0, 1); extra > 0; extra--)
        {
            Extra(life, scene, scene.Base.Regimen);
        }
    }

    /// <summary>Opioid, benzodiazepine and carisoprodol together, from places that do not know of each other.</summary>
    public static void DangerousCombination(Life life)
    {
        var random = life.Random;
        var scene = Begin(life, Regimens.Pain(life));
        life.Follow(scene.Base);
        Regimen[] parts = [Regimens.Anxiety(life), Regimens.Muscle(life)];
        foreach (var part in parts)
        {
            var practice = life.PracticeNear(random.Pick([PracticeKind.PrimaryCare, PracticeKind.Psychiatry, PracticeKind.Pain, PracticeKind.UrgentCare]), scene.From, 20);
            var counter = random.Chance(0.3) ? life.Person.CounterOn(scene.From) : random.Pick(scene.Counters);
            life.Follow(scene.Base with
            {
                Regimen = part,
                Practice = practice,
                Prescriber = practice.Draw(random),
                From = scene.From + random.Below(30),
                To = scene.To,
                SupplyDays = random.Pick([15, 28, 30]),
                Refills = random.Pick([0, 0, 1]),
                Dispenser = _ => random.Chance(0.8) ? counter : random.Pick(scene.Counters),
                PrivateShare = scene.PrivateShare,
                DaysEarly = () => random.Normal(1 + 6 * scene.Severity, 3),
                KeepsLedger = false,
            });
        }

        for (var extra = scene.Wide ? random.Between(3, 7) : random.Pick([0, 0, 1]); extra > 0; extra--)
        {
            Extra(life, scene, random.Chance(0.6) ? scene.Base.Regimen : random.Pick(parts));
        }
    }

    /// <summary>Paper with a number that is invented or belongs to someone else, for cash, at counters that do not know the hand.</summary>
    public static void ForgedPrescriptions(Life life)
    {
        var random = life.Random;
        var scene = Begin(life);
        life.Follow(scene.Base);
        var borrowed = life.PracticeNear(random.Pick([PracticeKind.PrimaryCare, PracticeKind.Pain, PracticeKind.Dental]), scene.From, 60);
        var victim = borrowed.Draw(random);
        (string Npi, string Dea)? forged = null;
        if (random.Chance(0.75))
        {
            var dea = InventedNumbers.Dea(random, random.Pick(['A', 'B', 'F', 'M']), victim.LastName[0]);
            forged = (random.Chance(0.4) ? InventedNumbers.Npi(random) : random.Chance(0.5) ? victim.Npi : "",
                random.Chance(0.55) ? InventedNumbers.Miskeyed(random, dea) : dea);
        }

        var regimen = random.Chance(0.6) ? scene.Base.Regimen : random.Chance(0.5) ? Regimens.Anxiety(life) : Regimens.Pain(life);
        regimen = random.Chance(0.6) ? Regimens.Stronger(life, regimen) : regimen;
        var papers = 3 + random.Poisson(2 + 5 * scene.Severity);
        for (var day = scene.From; papers > 0 && day < life.Days; papers--)
        {
            life.Follow(scene.Base with
            {
                Regimen = regimen,
                Practice = borrowed,
                Prescriber = victim,
                CoverShare = 0,
                From = day,
                To = day,
                SupplyDays = 30,
                Refills = random.Pick([0, 0, 1, 2]),
                Form = random.Pick([1, 1, 1, 2, 4, 5]),
                Forged = forged,
                Dispenser = _ => random.Pick(scene.Counters),
                PrivateShare = Math.Max(scene.PrivateShare, 0.6),
            });
            day += random.Between(6, 28);
        }

        for (var extra = scene.Wide ? random.Between(2, 5) : 0; extra > 0; extra--)
        {
            Extra(life, scene, regimen);
        }
    }

    /// <summary>A few people sent to the same two or three doctors and counters, for the same drug, within days of each other.</summary>
    public static void Ring(Life life, RingScene ring)
    {
        var random = life.Random;
        if (random.Chance(0.6))
        {
            OrdinaryLives.SinglePrescriber(life);
        }

        var visits = 5 + random.Poisson(2 + 4 * ring.Severity);
        for (var visit = 0; visit < visits; visit++)
        {
            var (practice, counter) = random.Pick(ring.Pairs);
            life.Follow(new Course
            {
                Regimen = random.Pick(ring.Regimens),
                Practice = practice,
                Prescriber = practice.Members[0],
                From = random.Pick(ring.Days) + random.Between(0, 4),
                To = life.Days,
                SupplyDays = 30,
                Refills = 0,
                Dispenser = _ => counter,
                PrivateShare = ring.PrivateShare,
                DaysEarly = () => -1000,
            });
        }
    }

    private static Scene Begin(Life life, Regimen? given = null)
    {
        var random = life.Random;
        // More mild cases than severe ones; the mildest are hardly to be told from bad luck.
        var severity = 0.4 + 0.6 * Math.Pow(random.Unit(), 1.3);
        var (complaint, kind) = Habits.Complaint(life);
        var length = (int)(random.Between(75, 140) + severity * random.Between(60, 200));
        var from = random.Between(20, Math.Max(21, life.Days - length - 10));
        // One in four goes far and wide, as the extreme group of McDonald and Carlson (2013) does; the others stay with few.
        var wide = random.Chance(0.06 + 0.24 * severity);
        var counters = new InventedDispenser[wide ? random.Between(4, 7) : random.Between(1, 3)];
        for (var i = 0; i < counters.Length; i++)
        {
            counters[i] = i == 0 && random.Chance(0.5)
                ? life.Person.CounterOn(from)
                : life.DispenserNear(life.HomeOn(from), random.Pick([4, 8, 15, 35]));
        }

        return new Scene(
            severity,
            wide,
            from,
            from + length,
            Habits.Chronic(life, given ?? complaint, kind, random.Chance(0.7) ? -random.Between(1, 80) : Math.Max(0, from - random.Between(20, 200)),
                random.Chance(0.6) ? life.Days : from + length + random.Between(10, 120)),
            counters,
            random.Chance(0.3) ? life.Person.PrivateShare : random.Between(0.15, 0.85));
    }

    /// <summary>One more doctor for one to four supplies inside the episode.</summary>
    private static void Extra(Life life, Scene scene, Regimen regimen)
    {
        var random = life.Random;
        var day = random.Between(scene.From, Math.Max(scene.From, scene.To - 60));
        var practice = life.PracticeNear(random.Pick(
            [PracticeKind.PrimaryCare, PracticeKind.PrimaryCare, PracticeKind.PrimaryCare, PracticeKind.UrgentCare, PracticeKind.UrgentCare,
             PracticeKind.Emergency, PracticeKind.Psychiatry, PracticeKind.Pain, PracticeKind.Dental]), day, random.Pick([6, 12, 25, 45]));
        var counter = random.Pick(scene.Counters);
        var supply = random.Pick([10, 14, 15, 20, 30, 30, 30]);
        life.Follow(new Course
        {
            Regimen = regimen,
            Practice = practice,
            Prescriber = random.Chance(0.9) ? practice.Draw(random) : null,
            From = day,
            To = Math.Min(scene.To, day + supply * random.Between(1, 6)),
            SupplyDays = supply,
            Refills = random.Pick([0, 0, 0, 1]),
            KeepsLedger = false,
            DaysEarly = () => random.Normal(2 + 5 * scene.Severity, 3),
            Dispenser = _ => random.Chance(0.75) ? counter : random.Pick(scene.Counters),
            PrivateShare = scene.PrivateShare,
        });
    }

    /// <summary>The episode's frame. Severity above 0 up to 1; wide means many prescribers and counters.</summary>
    private sealed record Scene(double Severity, bool Wide, int From, int To, Course Base, InventedDispenser[] Counters, double PrivateShare);
}
