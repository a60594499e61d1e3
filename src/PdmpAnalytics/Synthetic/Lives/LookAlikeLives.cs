using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>Innocent lives that share one or two signs with misuse: many addresses, overlaps, early fills, cash or distance.</summary>
internal static class LookAlikeLives
{
    public static void Mover(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var day = random.Between(90, life.Days - 90);
        var before = Habits.Chronic(life, regimen, kind, -random.Between(1, 80), day + random.Between(0, 20));
        life.Person.MoveTo(life.World, random, day, random.Pick(life.World.Places));
        life.Follow(before);
        var arrival = day + random.Between(-10, 25);
        if (random.Chance(0.35))
        {
            // Until the new doctor has time, an urgent-care clinic bridges the gap.
            Bridge(life, regimen, arrival, random.Between(1, 2), 0.2);
            arrival += random.Between(15, 50);
        }

        life.Follow(Habits.Chronic(life, regimen, kind, arrival, life.Days));
    }

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

    /// <summary>A clinic hours away that takes no insurance; the family doctor may go on with what he always gave.</summary>
    public static void DistantCashClinic(Life life)
    {
        var random = life.Random;
        var kind = random.Chance(0.6) ? PracticeKind.Pain : random.Chance(0.5) ? PracticeKind.Addiction : PracticeKind.Psychiatry;
        var clinic = life.PracticeNear(kind, 0, 120);
        var (from, to) = Habits.Span(life);
        var near = life.DispenserNear(clinic.Place, 4);
        var filledThere = random.Between(0.3, 1);
        var regimen = kind == PracticeKind.Psychiatry ? Regimens.Anxiety(life) : Regimens.Pain(life);
        life.Follow(new Course
        {
            Regimen = regimen,
            Practice = clinic,
            Prescriber = random.Chance(0.6) ? clinic.Draw(random) : null,
            From = from,
            To = to,
            SupplyDays = random.Pick([28, 28, 30]),
            Refills = 0,
            PrivateShare = random.Between(0.7, 1),
            Dispenser = day => random.Chance(filledThere) ? near : life.Person.CounterOn(day),
            DaysEarly = () => random.Between(-5, 3),
        });
        if (random.Chance(0.5))
        {
            var local = random.Chance(0.5) ? Regimens.Anxiety(life) : Habits.Similar(life, regimen);
            life.Follow(Habits.Chronic(life, local, PracticeKind.PrimaryCare, from + random.Between(-30, 100), to));
        }
    }

    /// <summary>Goes where it is cheapest this month: one prescriber, paper orders, discount cards, many counters.</summary>
    public static void PriceShopper(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        var counters = Counters(life, random.Between(3, 7), 12);
        life.Follow(Habits.Chronic(life, regimen, kind, from, to) with
        {
            SupplyDays = random.Pick([30, 30, 28]),
            Refills = random.Pick([0, 0, 1]),
            PrivateShare = random.Between(0.5, 1),
            Dispenser = _ => random.Pick(counters),
            Form = random.Chance(0.4) ? 1 : null,
            CoverShare = random.Chance(0.3) ? 0.4 : 0.06,
        });
    }

    /// <summary>Term at one end of the state, holidays at the other: two doctors, two counters, some overlap at each change.</summary>
    public static void StudentTwoHomes(Life life)
    {
        var random = life.Random;
        var campus = random.Pick(life.World.Places);
        var regimen = Regimens.Anxiety(life);
        var homePractice = life.PracticeNear(PracticeKind.PrimaryCare, 0);
        var campusPractice = life.World.PracticeNear(random, random.Chance(0.5) ? PracticeKind.PrimaryCare : PracticeKind.Psychiatry, campus, 4);
        InventedDispenser[] home = [life.Person.CounterOn(0), life.DispenserNear(life.HomeOn(0), 4)];
        InventedDispenser[] away = [life.DispenserNear(campus), life.DispenserNear(campus, 4)];
        var day = -random.Below(90);
        var atHome = random.Chance(0.5);
        var paysAway = random.Chance(0.35) ? random.Between(0.4, 1) : (double?)null;
        while (day < life.Days)
        {
            var term = random.Between(35, 130);
            var counters = atHome ? home : away;
            life.Follow(new Course
            {
                Regimen = random.Chance(0.2) ? Habits.Similar(life, regimen) : regimen,
                Practice = atHome ? homePractice : campusPractice,
                Prescriber = random.Chance(0.6) ? (atHome ? homePractice : campusPractice).Draw(random) : null,
                From = day,
                To = day + term - 5,
                SupplyDays = 30,
                Dispenser = _ => counters[random.Chance(0.8) ? 0 : 1],
                PrivateShare = atHome ? null : paysAway,
            });
            day += term - random.Between(-6, 18);
            atHome = !atHome;
        }
    }

    /// <summary>Stolen, forgotten on a train, fallen into the sink: replaced early, often by a stranger and for cash.</summary>
    public static void LostMedicine(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var chronic = Habits.Chronic(life, regimen, kind, -random.Between(1, 80), life.Days);
        life.Follow(chronic);
        for (var losses = random.Between(1, 4); losses > 0; losses--)
        {
            var day = random.Below(life.Days);
            var stranger = random.Chance(0.6);
            var practice = stranger
                ? life.PracticeNear(random.Pick([PracticeKind.UrgentCare, PracticeKind.Emergency, PracticeKind.PrimaryCare]), day, 12)
                : chronic.Practice;
            life.Follow(chronic with
            {
                Practice = practice,
                Prescriber = stranger ? null : chronic.Prescriber,
                From = day,
                To = day,
                SupplyDays = random.Pick([7, 10, 14, 30]),
                Refills = 0,
                PrivateShare = random.Between(0.3, 1),
                Dispenser = random.Chance(0.5) ? _ => life.DispenserNear(practice.Place, 5) : null,
            });
        }
    }

    /// <summary>Early before every journey, always the same doctor and counter.</summary>
    public static void HolidayEarly(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        var often = random.Between(0.12, 0.45);
        life.Follow(Habits.Chronic(life, regimen, kind, from, to) with
        {
            KeepsLedger = random.Chance(0.6),
            DaysEarly = () => random.Chance(often) ? random.Between(4, 13) : random.Normal(-1, 2),
            // What the insurer refuses before its day, some pay themselves.
            PrivateShare = random.Chance(0.3) ? random.Between(0.2, 0.9) : null,
        });
    }

    /// <summary>The doctor died or retired: months of clinics and waiting rooms until someone takes the treatment over.</summary>
    public static void DoctorRetired(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var day = random.Between(60, life.Days - 200);
        life.Follow(Habits.Chronic(life, regimen, kind, -random.Between(1, 80), day));
        var search = random.Between(2, 6);
        Bridge(life, regimen, day + random.Between(-8, 15), search, random.Chance(0.4) ? 0.7 : 0.15);
        var settled = day + search * random.Between(14, 32);
        life.Follow(Habits.Chronic(life, random.Chance(0.3) ? Habits.Similar(life, regimen) : regimen, kind, settled, life.Days));
    }

    /// <summary>Family doctor, psychiatrist and pain clinic, all long-term, overlapping in class, from two or three counters.</summary>
    public static void UncoordinatedCare(Life life)
    {
        var random = life.Random;
        var from = -random.Between(1, 90);
        var sedative = Regimens.Anxiety(life);
        var opioid = Regimens.Pain(life);
        var counters = Counters(life, random.Between(2, 4), 6);
        foreach (var (kind, regimen, share) in ((PracticeKind, Regimen, double)[])[
            (PracticeKind.PrimaryCare, opioid, 0.9), (PracticeKind.Psychiatry, sedative, 0.9), (PracticeKind.Pain, Habits.Similar(life, opioid), 0.3),
            (PracticeKind.PrimaryCare, Habits.Similar(life, sedative), 0.35), (PracticeKind.Neurology, sedative, 0.1)])
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

    /// <summary>Shelters, couches, three counties: addresses, clinics and counters change, medicine gets lost.</summary>
    public static void UnstableHousing(Life life)
    {
        var random = life.Random;
        var day = 0;
        while ((day += random.Between(40, 160)) < life.Days)
        {
            life.Person.MoveTo(life.World, random, day, random.Chance(0.6) ? life.HomeOn(day) : random.Pick(life.World.Places));
        }

        var regimen = random.Chance(0.5) ? Regimens.Anxiety(life) : Regimens.Pain(life);
        for (day = random.Between(0, 60); day < life.Days; day += random.Between(18, 60))
        {
            Bridge(life, regimen, day, 1, random.Between(0.1, 0.6));
        }
    }

    /// <summary>Lives on the road with one doctor at home: transfers and fills far away.</summary>
    public static void Traveller(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        var away = random.Between(0.15, 0.6);
        life.Follow(Habits.Chronic(life, regimen, kind, from, to) with
        {
            Dispenser = day => random.Chance(away) ? life.DispenserNear(random.Pick(life.World.Places), 6) : life.Person.CounterOn(day),
            PrivateShare = random.Chance(0.3) ? 0.35 : null,
            Refills = random.Pick([1, 2, 3, 5]),
        });
        if (random.Chance(0.4))
        {
            Habits.Acute(life, random.Below(life.Days), PracticeKind.UrgentCare, null, 100);
        }
    }

    /// <summary>Orders from whoever has time, one after another, each about when the last runs out.</summary>
    private static void Bridge(Life life, Regimen regimen, int day, int orders, double privateShare)
    {
        var random = life.Random;
        for (; orders > 0; orders--)
        {
            var practice = life.PracticeNear(random.Pick([PracticeKind.UrgentCare, PracticeKind.UrgentCare, PracticeKind.PrimaryCare, PracticeKind.PrimaryCare, PracticeKind.Emergency]), day, 12);
            var supply = random.Pick([7, 10, 14, 15, 30, 30]);
            life.Follow(new Course
            {
                Regimen = random.Chance(0.15) ? Habits.Similar(life, regimen) : regimen,
                Practice = practice,
                From = day,
                To = day,
                SupplyDays = supply,
                Refills = 0,
                PrivateShare = privateShare,
                Dispenser = random.Chance(0.5) ? _ => life.DispenserNear(practice.Place, 4) : null,
            });
            day += supply + random.Between(-7, 8);
        }
    }

    private static InventedDispenser[] Counters(Life life, int count, int reachMiles)
    {
        var counters = new InventedDispenser[count];
        counters[0] = life.Person.CounterOn(0);
        for (var i = 1; i < count; i++)
        {
            counters[i] = life.DispenserNear(life.HomeOn(0), reachMiles);
        }

        return counters;
    }
}
