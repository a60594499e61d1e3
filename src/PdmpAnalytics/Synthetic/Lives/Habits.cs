namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>Pieces that many lives are made of.</summary>
internal static class Habits
{
    /// <summary>A treatment that began before the first day more often than not and mostly lasts.</summary>
    public static (int From, int To) Span(Life life)
    {
        var random = life.Random;
        var from = random.Chance(0.65) ? -random.Between(1, 90) : random.Below(life.Days - 40);
        var to = random.Chance(0.7) ? life.Days : from + (int)random.LogNormal(220, 0.8);
        return (from, Math.Max(to, 20));
    }

    /// <summary>Long treatment by one's own doctor at one's own counter.</summary>
    public static Course Chronic(Life life, Regimen regimen, PracticeKind kind, int from, int to)
    {
        var practice = life.PracticeNear(kind, Math.Max(from, 0));
        return new Course
        {
            Regimen = regimen,
            Practice = practice,
            Prescriber = practice.Draw(life.Random),
            From = from,
            To = to,
        };
    }

    /// <summary>One order of a few days from a place where nobody knows the patient.</summary>
    public static void Acute(Life life, int day, PracticeKind kind, int? supply = null, int? reach = null, Func<int, InventedDispenser>? counter = null)
    {
        var practice = life.PracticeNear(kind, day, reach);
        life.Follow(new Course
        {
            Regimen = Regimens.Acute(life, kind),
            Practice = practice,
            From = day,
            To = day,
            SupplyDays = supply ?? life.Random.Pick([2, 3, 3, 5, 5, 7, 10]),
            Refills = 0,
            Dispenser = counter ?? (life.Random.Chance(0.3) ? _ => life.DispenserNear(practice.Place, 3) : null),
        });
    }

    /// <summary>What happens to anybody: a tooth, a sprain, an operation, a funeral. About one in four people over two years.</summary>
    public static void Mishaps(Life life)
    {
        for (var count = life.Random.Poisson(0.28); count > 0; count--)
        {
            Acute(life, life.Random.Below(life.Days), life.Random.Pick(
                [PracticeKind.Dental, PracticeKind.Dental, PracticeKind.Surgery, PracticeKind.Emergency, PracticeKind.UrgentCare]));
        }
    }

    /// <summary>The complaint most lives are about: anxiety, sleep or pain with its usual kind of practice.</summary>
    public static (Regimen Regimen, PracticeKind Kind) Complaint(Life life) => life.Random.Unit() switch
    {
        < 0.45 => (Regimens.Anxiety(life), life.Random.Chance(0.7) ? PracticeKind.PrimaryCare : PracticeKind.Psychiatry),
        < 0.70 => (Regimens.Sleep(life), PracticeKind.PrimaryCare),
        < 0.95 => (Regimens.Pain(life), life.Random.Chance(0.75) ? PracticeKind.PrimaryCare : PracticeKind.Pain),
        _ => (Regimens.Muscle(life), PracticeKind.PrimaryCare),
    };

    /// <summary>The same complaint treated with another drug of its group: what a second prescriber may add.</summary>
    public static Regimen Similar(Life life, Regimen regimen)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var other = regimen.Medicine.Class switch
            {
                Dispensing.DrugClass.Opioid => Regimens.Pain(life),
                Dispensing.DrugClass.ZDrug or Dispensing.DrugClass.OrexinAntagonist => Regimens.Sleep(life),
                Dispensing.DrugClass.MuscleRelaxant => Regimens.Muscle(life),
                _ => Regimens.Anxiety(life),
            };
            if (other.Medicine.Ingredient != regimen.Medicine.Ingredient)
            {
                return other;
            }
        }

        return regimen;
    }

    /// <summary>Orders from whoever has time, one after another, each about when the last runs out.</summary>
    public static void Bridge(Life life, Regimen regimen, int day, int orders, double privateShare)
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

    /// <summary>The usual counter and some others around.</summary>
    public static InventedDispenser[] Counters(Life life, int count, int reachMiles)
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
