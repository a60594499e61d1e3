using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic.Lives;

/// <summary>Lives that hardly anyone would look at twice.</summary>
internal static class OrdinaryLives
{
    public static void SinglePrescriber(Life life)
    {
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        life.Follow(Habits.Chronic(life, regimen, kind, from, to));
        if (life.Random.Chance(0.18))
        {
            // A second drug of the same doctor: a hypnotic beside the anxiolytic, a relaxant beside the painkiller.
            var second = life.Random.Chance(0.6) ? Regimens.Sleep(life) : Regimens.Muscle(life);
            var first = life.Fills.Count > 0 ? life.Fills[0].Prescription : null;
            var start = from + life.Random.Between(0, 200);
            life.Follow(new Course
            {
                Regimen = second,
                Practice = first?.Practice ?? life.PracticeNear(kind, 0),
                Prescriber = first?.Prescriber,
                From = start,
                To = Math.Min(to, start + (int)life.Random.LogNormal(200, 0.8)),
            });
        }
    }

    public static void ShortCourse(Life life)
    {
        for (var count = 1 + life.Random.Poisson(0.7); count > 0; count--)
        {
            Habits.Acute(life, life.Random.Below(life.Days), life.Random.Pick(
                [PracticeKind.Dental, PracticeKind.Surgery, PracticeKind.Emergency, PracticeKind.UrgentCare, PracticeKind.PrimaryCare, PracticeKind.PrimaryCare]));
        }
    }

    /// <summary>Takes some when needed: a month's supply lasts one to four months.</summary>
    public static void AsNeeded(Life life)
    {
        var regimen = life.Random.Chance(0.6) ? Regimens.Anxiety(life) : Regimens.Sleep(life);
        var (from, to) = Habits.Span(life);
        var slack = life.Random.Between(8.0, 70);
        life.Follow(Habits.Chronic(life, regimen, PracticeKind.PrimaryCare, from, to) with
        {
            DaysEarly = () => -life.Random.Exponential(slack),
        });
    }

    /// <summary>Whoever of the house is on duty writes: many prescribers, one address.</summary>
    public static void GroupPractice(Life life)
    {
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        var practice = life.PracticeNear(kind, 0);
        for (var attempt = 0; attempt < 12 && practice.Members.Count < 4; attempt++)
        {
            practice = life.PracticeNear(kind, 0, 12);
        }

        life.Follow(new Course
        {
            Regimen = regimen,
            Practice = practice,
            From = from,
            To = to,
            Refills = life.Random.Pick([0, 0, 1, 2]),
        });
    }

    public static void Seizure(Life life)
    {
        var drugs = life.Drugs;
        var regimen = life.Random.Unit() switch
        {
            < 0.45 => new Regimen(life.Random.Pick(drugs.Clonazepam), life.Random.Pick([2.0, 3, 4])),
            < 0.75 => new Regimen(life.Random.Pick(drugs.Clobazam), life.Random.Pick([1.0, 2])),
            _ => new Regimen(life.Random.Pick(drugs.Phenobarbital), life.Random.Pick([1.0, 2, 3])),
        };
        var (from, to) = Habits.Span(life);
        life.Follow(Habits.Chronic(life, regimen, PracticeKind.Neurology, from, to) with { Diagnosis = Indications.Epilepsy });
        for (var visits = life.Random.Poisson(0.6); visits > 0; visits--)
        {
            Habits.Acute(life, life.Random.Below(life.Days), PracticeKind.Emergency, 3);
        }
    }

    /// <summary>A week at a time, on the prescriber's wish: many fills of one regimen.</summary>
    public static void WeeklyDispensing(Life life)
    {
        var regimen = life.Random.Chance(0.7) ? Regimens.Anxiety(life) : Regimens.Pain(life);
        var from = life.Random.Between(-60, 450);
        life.Follow(Habits.Chronic(life, regimen, life.Random.Chance(0.6) ? PracticeKind.Psychiatry : PracticeKind.Pain, from,
            from + life.Random.Between(90, 330)) with
        {
            SupplyDays = life.Random.Chance(0.8) ? 7 : 14,
            Refills = life.Random.Pick([0, 3, 5]),
        });
    }

    /// <summary>One address, one doctor, one pharmacy for all who live there.</summary>
    public static void CareHome(Life life)
    {
        var (random, world) = (life.Random, life.World);
        var pharmacy = random.Pick(world.LongTermCare);
        var practice = world.PracticeNear(random, PracticeKind.PrimaryCare, pharmacy.Place, 12);
        // Homes are few: a place and a number are enough to name one.
        var home = pharmacy.Place;
        var number = 1 + (home.Index + random.Below(2)) % 3;
        life.Person.Statuses.Add(life.Person.Statuses[^1] with
        {
            FromDay = life.Person.Statuses[^1].FromDay,
            Address = $"{100 * number} {(number == 1 ? "GARDEN VIEW" : number == 2 ? "EVERGREEN MANOR" : "STONES RIVER")} WAY",
            Home = home,
        });
        life.Person.Location = random.Chance(0.8) ? random.Pick(["03", "04", "07"]) : "01";
        var regimen = random.Chance(0.6) ? new Regimen(life.Drugs.Lorazepam[0], random.Pick([1.0, 2])) : random.Chance(0.5) ? Regimens.Pain(life) : Regimens.Sleep(life);
        var from = random.Between(-60, 500);
        var course = new Course
        {
            Regimen = regimen,
            Practice = practice,
            Prescriber = practice.Draw(random),
            From = from,
            To = from + (int)random.LogNormal(300, 0.7),
            SupplyDays = random.Pick([7, 14, 14, 28, 30]),
            Dispenser = _ => pharmacy,
            PrivateShare = 0.01,
        };
        life.Follow(course);
        if (random.Chance(0.3))
        {
            life.Follow(course with { Regimen = Regimens.Sleep(life), From = from + random.Below(60) });
        }
    }

    public static void Hospice(Life life)
    {
        var random = life.Random;
        var practice = life.PracticeNear(PracticeKind.Hospice, 0, 25);
        var from = random.Between(0, life.Days - 40);
        var to = from + (int)random.LogNormal(45, 0.8);
        if (random.Chance(0.85))
        {
            life.LastDay = Math.Clamp(to, 30, life.Days - 1);
        }

        if (random.Chance(0.7))
        {
            life.Person.Location = "11";
        }

        var treatment = random.Chance(0.6) ? "05" : null;
        var course = new Course
        {
            Regimen = new Regimen(life.Random.Pick(life.Drugs.Morphine), random.Pick([2.0, 3])),
            Practice = practice,
            From = from,
            To = to,
            SupplyDays = random.Pick([7, 10, 14]),
            Refills = 0,
            Treatment = treatment,
            DaysEarly = () => random.Between(0, 4),
        };
        life.Follow(course);
        life.Follow(course with { Regimen = new Regimen(life.Drugs.Lorazepam[random.Below(2)], random.Pick([3.0, 4])), From = from + random.Below(10) });
        if (random.Chance(0.5))
        {
            life.Follow(Habits.Chronic(life, Regimens.Pain(life), PracticeKind.Oncology, from - random.Between(30, 200), from + 5));
        }
    }

    public static void PhentermineClinic(Life life)
    {
        var random = life.Random;
        var from = random.Between(-60, 600);
        life.Follow(Habits.Chronic(life, new Regimen(random.Pick(life.Drugs.Phentermine), 1), PracticeKind.WeightLoss, from, from + random.Between(30, 240)) with
        {
            PrivateShare = random.Chance(0.75) ? 0.97 : 0.2,
            SupplyDays = random.Pick([30, 30, 28, 14]),
            Refills = random.Pick([0, 0, 2]),
        });
    }

    public static void SleepDisorder(Life life)
    {
        var (from, to) = Habits.Span(life);
        var regimen = new Regimen(life.Random.Pick(life.Random.Chance(0.6) ? life.Drugs.Modafinil : life.Drugs.Armodafinil), 1);
        life.Follow(Habits.Chronic(life, regimen, life.Random.Chance(0.5) ? PracticeKind.Sleep : PracticeKind.PrimaryCare, from, to));
    }

    /// <summary>An animal's phenobarbital, tramadol or diazepam under the owner's name, sometimes beside the owner's own.</summary>
    public static void Veterinary(Life life)
    {
        var random = life.Random;
        var practice = life.PracticeNear(PracticeKind.Veterinary, 0, 15);
        var regimen = random.Unit() switch
        {
            < 0.5 => new Regimen(random.Pick(life.Drugs.Phenobarbital), random.Pick([1.0, 2])),
            < 0.8 => new Regimen(life.Drugs.Tramadol[0], random.Pick([1.0, 2])),
            _ => new Regimen(life.Random.Pick(life.Drugs.Alprazolam), 1),
        };
        var from = random.Between(-60, 500);
        var animalCounter = random.Chance(0.4) ? random.Pick(life.World.Veterinary) : null;
        life.Follow(new Course
        {
            Regimen = regimen,
            Practice = practice,
            From = from,
            To = from + random.Between(14, 500),
            PrivateShare = 1,
            // One clerk in eight forgets the species.
            Animal = random.Chance(0.88),
            Dispenser = animalCounter is null ? null : _ => animalCounter,
        });
        if (random.Chance(0.35))
        {
            SinglePrescriber(life);
        }
    }

    public static void MailOrder(Life life)
    {
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        var pharmacy = life.Random.Pick(life.World.MailOrder);
        life.Follow(Habits.Chronic(life, regimen, kind, from, to) with
        {
            SupplyDays = life.Random.Pick([90, 90, 60, 30]),
            // The first order of a new treatment is filled round the corner.
            Dispenser = day => day < from + 30 || life.Random.Chance(0.06) ? life.Person.CounterOn(day) : pharmacy,
            DaysEarly = () => life.Random.Between(-3, 9),
        });
    }

    public static void Uninsured(Life life)
    {
        life.Person.Payers.Clear();
        life.Person.Payers.Add((int.MinValue, PaymentType.PrivatePay));
        if (life.Random.Chance(0.3))
        {
            life.Person.Payers.Add((life.Random.Below(life.Days), life.Random.Pick([PaymentType.Medicaid, PaymentType.CommercialInsurance])));
        }

        life.Person.Wandering = life.Random.Between(0.05, 0.4);
        SinglePrescriber(life);
    }

    /// <summary>The dose is found step by step, up or down; old and new strengths overlap.</summary>
    public static void Titration(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var practice = life.PracticeNear(kind, 0);
        var prescriber = practice.Draw(random);
        var day = random.Between(-30, 420);
        for (var step = random.Between(2, 5); step > 0; step--)
        {
            var to = day + random.Between(10, 60);
            life.Follow(new Course
            {
                Regimen = regimen,
                Practice = practice,
                Prescriber = prescriber,
                From = day,
                To = to,
                SupplyDays = random.Pick([14, 30, 30]),
                Refills = 0,
            });
            regimen = Regimens.Stronger(life, regimen);
            day = to + random.Between(-12, 6);
        }

        life.Follow(new Course { Regimen = regimen, Practice = practice, Prescriber = prescriber, From = day, To = day + random.Between(60, 400) });
    }

    /// <summary>One drug is changed for another of its group; what is left of the first overlaps.</summary>
    public static void Switcher(Life life)
    {
        var random = life.Random;
        var (regimen, kind) = Habits.Complaint(life);
        var (from, to) = Habits.Span(life);
        var change = random.Between(Math.Max(from, 0) + 30, Math.Max(from, 0) + 300);
        var first = Habits.Chronic(life, regimen, kind, from, change);
        life.Follow(first);
        var newDoctor = random.Chance(0.4) ? life.PracticeNear(kind, change) : first.Practice;
        life.Follow(first with
        {
            Regimen = Habits.Similar(life, regimen),
            Practice = newDoctor,
            Prescriber = newDoctor == first.Practice ? first.Prescriber : newDoctor.Draw(random),
            From = change + random.Between(-20, 10),
            To = to,
        });
    }

    public static void BuprenorphineAndBenzodiazepine(Life life)
    {
        var random = life.Random;
        var (from, to) = Habits.Span(life);
        life.Follow(Habits.Chronic(life, new Regimen(life.Drugs.Buprenorphine[0], random.Pick([1.0, 2, 2])), PracticeKind.Addiction, from, to) with
        {
            SupplyDays = random.Pick([7, 14, 28, 30]),
            Refills = 0,
            PrivateShare = random.Chance(0.35) ? 0.9 : null,
            Diagnosis = Indications.OpioidDependence,
        });
        if (random.Chance(0.6))
        {
            life.Follow(Habits.Chronic(life, Regimens.Anxiety(life), random.Chance(0.5) ? PracticeKind.Psychiatry : PracticeKind.PrimaryCare,
                from + random.Between(0, 120), to));
        }
    }

    public static void SteadyHighDose(Life life)
    {
        var (drugs, random) = (life.Drugs, life.Random);
        var regimen = random.Unit() switch
        {
            < 0.35 => new Regimen(drugs.Alprazolam[3], random.Pick([3.0, 4])),
            < 0.6 => new Regimen(drugs.Clonazepam[2], random.Pick([3.0, 4])),
            < 0.8 => new Regimen(drugs.Oxycodone[2], random.Pick([4.0, 6])),
            _ => new Regimen(drugs.Tramadol[0], 8),
        };
        life.Follow(Habits.Chronic(life, regimen, random.Chance(0.5) ? PracticeKind.Psychiatry : PracticeKind.Pain, -random.Between(1, 60), life.Days) with
        {
            PrivateShare = random.Chance(0.2) ? 0.8 : null,
        });
    }
}
