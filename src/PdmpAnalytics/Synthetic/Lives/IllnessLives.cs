using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>Innocent lives that share signs with misuse because someone is ill: many prescribers, overlaps, high doses, combinations.</summary>
internal static class IllnessLives
{
    /// <summary>Oncologist, surgeon, palliative team and family doctor, for months, from several pharmacies.</summary>
    public static void CancerCare(Life life)
    {
        var random = life.Random;
        var from = random.Between(-60, life.Days - 120);
        var to = from + (int)random.LogNormal(260, 0.5);
        var diagnosis = Indications.Cancer(random);
        var stated = random.Chance(0.45);
        var oncology = life.PracticeNear(PracticeKind.Oncology, 0, 30);
        var hospital = random.Pick(life.World.Hospital);
        Course Of(Regimen regimen, InventedPractice practice, int start, int end, bool steady) => new()
        {
            Regimen = regimen,
            Practice = practice,
            Prescriber = steady ? practice.Draw(random) : null,
            From = start,
            To = end,
            SupplyDays = random.Pick([10, 14, 15, 30]),
            Refills = 0,
            Diagnosis = stated ? diagnosis : null,
            Treatment = stated && random.Chance(0.6) ? "03" : null,
            Dispenser = random.Chance(0.4) ? _ => random.Chance(0.6) ? hospital : life.Person.CounterOn(from) : null,
            DaysEarly = () => random.Between(-6, 5),
        };
        life.Follow(Of(new Regimen(random.Pick(random.Chance(0.6) ? life.Drugs.Oxycodone : life.Drugs.Hydrocodone), random.Pick([3.0, 4, 6])), oncology, from, to, false));
        if (random.Chance(0.45))
        {
            life.Follow(Of(new Regimen(random.Pick(life.Drugs.Morphine), 2), random.Chance(0.5) ? oncology : life.PracticeNear(PracticeKind.Pain, 0, 30), from + random.Below(90), to, true));
        }

        if (random.Chance(0.7))
        {
            life.Follow(Of(new Regimen(life.Drugs.Lorazepam[random.Below(2)], 2), oncology, from + random.Below(40), to, false));
        }

        if (random.Chance(0.5))
        {
            life.Follow(Habits.Chronic(life, random.Chance(0.5) ? Regimens.Sleep(life) : Regimens.Pain(life), PracticeKind.PrimaryCare, from - random.Between(0, 200), to));
        }

        for (var operations = random.Poisson(1.2); operations > 0; operations--)
        {
            Habits.Acute(life, random.Between(Math.Max(0, from), Math.Max(1, to)), PracticeKind.Surgery, random.Pick([5, 7, 10]), 25,
                random.Chance(0.4) ? _ => hospital : null);
        }
    }

    /// <summary>Leaves hospital with a few days' supply while the old one still runs, then sees two or three doctors.</summary>
    public static void DischargeEpisode(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var day = random.Between(30, life.Days - 60);
        if (random.Chance(0.6))
        {
            life.Follow(Habits.Chronic(life, regimen, kind, -random.Between(1, 60), life.Days));
        }

        for (var stay = random.Between(1, 2); stay > 0; stay--)
        {
            Habits.Acute(life, day, PracticeKind.Surgery, random.Pick([3, 5, 7, 10]), 25, random.Chance(0.4) ? _ => random.Pick(life.World.Hospital) : null);
            Habits.Acute(life, day + random.Between(3, 14), random.Chance(0.5) ? PracticeKind.Surgery : PracticeKind.PrimaryCare, random.Pick([7, 14, 30]), 25);
            if (random.Chance(0.3))
            {
                Habits.Acute(life, day + random.Between(8, 40), PracticeKind.Emergency, 3, 25);
            }

            day += random.Between(60, 200);
        }
    }

    public static void FrequentEmergency(Life life)
    {
        var random = life.Random;
        var visits = random.Between(5, 14);
        var from = random.Below(200);
        var length = random.Between(200, life.Days - from);
        for (var visit = 0; visit < visits; visit++)
        {
            Habits.Acute(life, from + random.Below(length), random.Chance(0.7) ? PracticeKind.Emergency : PracticeKind.UrgentCare,
                random.Pick([2, 3, 3, 4, 5, 7]), 14);
        }

        if (random.Chance(0.5))
        {
            OrdinaryLives.SinglePrescriber(life);
        }
    }

    public static void ChronicPainPolypharmacy(Life life)
    {
        var random = life.Random;
        var (from, to) = Habits.Span(life);
        var pain = Habits.Chronic(life, Regimens.Pain(life), random.Chance(0.5) ? PracticeKind.Pain : PracticeKind.PrimaryCare, from, to);
        life.Follow(pain);
        life.Follow(pain with { Regimen = Regimens.Muscle(life), From = from + random.Below(40), To = random.Chance(0.5) ? to : from + random.Between(60, 300) });
        var other = random.Chance(0.55) ? life.PracticeNear(random.Chance(0.5) ? PracticeKind.Psychiatry : PracticeKind.PrimaryCare, 0) : pain.Practice;
        var otherCounter = random.Chance(0.25) ? life.DispenserNear(other.Place) : null;
        life.Follow(pain with
        {
            Regimen = Regimens.Anxiety(life),
            Practice = other,
            Prescriber = other == pain.Practice ? pain.Prescriber : other.Draw(random),
            From = from + random.Below(120),
            Dispenser = otherCounter is null ? null : _ => otherCounter,
        });
        life.Person.Lateness = random.Normal(-0.5, 1.5);
    }

    /// <summary>A family doctor and a psychiatrist, each with a sedative, neither asking about the other.</summary>
    public static void TwoDoctorsTwoSedatives(Life life)
    {
        var random = life.Random;
        var (from, to) = Habits.Span(life);
        var regimen = Regimens.Anxiety(life);
        life.Follow(Habits.Chronic(life, regimen, PracticeKind.Psychiatry, from, to));
        var second = random.Chance(0.5) ? Regimens.Sleep(life) : Habits.Similar(life, regimen);
        var start = from + random.Between(0, 150);
        var counter = random.Chance(0.35) ? life.DispenserNear(life.HomeOn(0), 5) : null;
        life.Follow(Habits.Chronic(life, second, PracticeKind.PrimaryCare, start, random.Chance(0.5) ? to : start + random.Between(60, 400)) with
        {
            Dispenser = counter is null ? null : _ => counter,
            PrivateShare = random.Chance(0.2) ? 0.8 : null,
        });
    }

    /// <summary>Family doctor, psychiatrist and pain clinic, all long-term, overlapping in class, from two or three counters.</summary>
    public static void UncoordinatedCare(Life life)
    {
        var random = life.Random;
        var from = -random.Between(1, 90);
        var sedative = Regimens.Anxiety(life);
        var opioid = Regimens.Pain(life);
        var counters = Habits.Counters(life, random.Between(2, 4), 6);
        foreach (var (kind, regimen, share) in ((PracticeKind, Regimen, double)[])[
            (PracticeKind.PrimaryCare, opioid, 0.9), (PracticeKind.Psychiatry, sedative, 0.9), (PracticeKind.Pain, Habits.Similar(life, opioid), 0.2),
            (PracticeKind.PrimaryCare, Habits.Similar(life, sedative), 0.25), (PracticeKind.Neurology, sedative, 0.1)])
        {
            if (random.Chance(share))
            {
                var counter = random.Pick(counters);
                var start = from + random.Between(0, 400);
                life.Follow(Habits.Chronic(life, regimen, kind, start, start + (int)random.LogNormal(260, 0.7)) with
                {
                    Dispenser = _ => random.Chance(0.9) ? counter : random.Pick(counters),
                    PrivateShare = random.Chance(0.2) ? random.Between(0.3, 0.9) : null,
                });
            }
        }
    }

    /// <summary>Hurt at work: the company's clinic and the own doctor both treat it, two payers, two counters.</summary>
    public static void InjuredWorker(Life life)
    {
        var random = life.Random;
        var day = random.Between(0, life.Days - 100);
        var opioid = Regimens.Pain(life);
        var occupational = life.PracticeNear(PracticeKind.UrgentCare, day, 18);
        var counter = life.DispenserNear(occupational.Place, 5);
        var length = random.Between(30, 220);
        life.Person.Payers.Add((day, PaymentType.WorkersCompensation));
        life.Person.Payers.Add((day + length, life.Person.Payers[0].Payer));
        life.Follow(new Course
        {
            Regimen = opioid,
            Practice = occupational,
            From = day,
            To = day + length,
            SupplyDays = random.Pick([7, 10, 14, 15, 30]),
            Refills = 0,
            Dispenser = _ => counter,
            DaysEarly = () => random.Between(-5, 4),
            PrivateShare = random.Chance(0.3) ? 0.6 : 0.05,
        });
        life.Follow(Habits.Chronic(life, random.Chance(0.8) ? Regimens.Muscle(life) : opioid, PracticeKind.PrimaryCare, day + random.Between(0, 40), day + random.Between(20, 250)));
        if (random.Chance(0.5))
        {
            Habits.Acute(life, day + random.Between(10, 120), PracticeKind.Surgery, random.Pick([7, 10, 14]), 25);
        }
    }

    /// <summary>Implants, root canals, a knee and a shoulder: many short courses from many offices within months.</summary>
    public static void OperationSeries(Life life)
    {
        var random = life.Random;
        var from = random.Below(life.Days - 150);
        for (var count = random.Between(4, 8); count > 0; count--)
        {
            Habits.Acute(life, from + random.Below(random.Between(60, 240)), random.Pick([PracticeKind.Dental, PracticeKind.Surgery, PracticeKind.Surgery, PracticeKind.UrgentCare]),
                random.Pick([3, 5, 5, 7, 10]), random.Pick([6, 15, 30]));
        }

        if (random.Chance(0.4))
        {
            OrdinaryLives.SinglePrescriber(life);
        }
    }
}
