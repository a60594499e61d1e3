namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>Innocent lives that share signs with misuse because of how someone lives: many counters, distance, cash, early fills.</summary>
internal static class CircumstanceLives
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
            Habits.Bridge(life, regimen, arrival, random.Between(1, 2), 0.2);
            arrival += random.Between(15, 50);
        }

        life.Follow(Habits.Chronic(life, regimen, kind, arrival, life.Days));
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
        var counters = Habits.Counters(life, random.Between(3, 7), 12);
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
        Habits.Bridge(life, regimen, day + random.Between(-8, 15), search, random.Chance(0.4) ? 0.7 : 0.15);
        var settled = day + search * random.Between(14, 32);
        life.Follow(Habits.Chronic(life, random.Chance(0.3) ? Habits.Similar(life, regimen) : regimen, kind, settled, life.Days));
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
            Habits.Bridge(life, regimen, day, 1, random.Between(0.1, 0.6));
        }
    }
}
