using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>
/// One person's two years while they are being written: archetypes call <see cref="Follow"/> for each stretch of
/// treatment, and habits, holidays, colleagues, empty shelves and slips happen to everyone alike.
/// </summary>
internal sealed class Life(World world, InventedPerson person, RandomStream random, int days, DayOfWeek firstWeekday)
{
    /// <summary>Federal limit for Schedule III and IV: six months from writing (21 CFR 1306.22); a little less to be safe.</summary>
    private const int OrderLifeDays = 170;

    /// <summary>Rates of ordinary disturbance per fill: our choice, 2026-11-22.</summary>
    private const double HolidayShare = 0.012;
    private const double PauseShare = 0.03;
    private const double PartialShare = 0.007;

    public World World => world;
    public InventedPerson Person => person;
    public RandomStream Random => random;

    /// <summary>Length of the population in days.</summary>
    public int Days => days;

    /// <summary>Last day on which anything is filled: before the end for those who die.</summary>
    public int LastDay { get; set; } = days - 1;

    public Formulary Drugs => world.Formulary;

    /// <summary>The ring this person belongs to; null outside.</summary>
    public Lives.RingScene? Ring { get; init; }

    /// <summary>Everything filled, inside and outside the population's days, in no order.</summary>
    public List<InventedFill> Fills { get; } = [];

    public Place HomeOn(int day) => person.StatusOn(day).Home;

    /// <summary>A practice of a kind that someone living there would go to.</summary>
    public InventedPractice PracticeNear(PracticeKind kind, int day, int? reachMiles = null) =>
        world.PracticeNear(random, kind, HomeOn(day), reachMiles ?? 2 * PersonBuilder.ShoppingMiles(HomeOn(day)) + 2);

    public InventedDispenser DispenserNear(Place place, int? reachMiles = null) =>
        world.DispenserNear(random, place, reachMiles ?? PersonBuilder.ShoppingMiles(place));

    /// <summary>Writes and fills one course from its first to its last day.</summary>
    public void Follow(Course course)
    {
        var day = course.From;
        var usual = course.Prescriber;
        while (day <= course.To && day < days)
        {
            var prescriber = usual is null || random.Chance(course.CoverShare)
                ? usual is null ? course.Practice.Draw(random) : course.Practice.DrawOther(random, usual)
                : usual;
            var supply = course.SupplyDays ?? prescriber.SupplyFor(random);
            var refills = course.Refills ?? prescriber.RefillsFor(random);
            if (course.Regimen.Medicine.ScheduleTwo)
            {
                (supply, refills) = (Math.Min(supply, 30), 0);
            }

            refills = Math.Min(refills, Math.Max(0, Math.Min(5, (course.To - day) / supply)));
            day = FillOrder(course, prescriber, day, supply, refills);
        }
    }

    /// <summary>One order with all its refills; returns the day the next one is sought.</summary>
    private int FillOrder(Course course, InventedPrescriber prescriber, int day, int supply, int refills)
    {
        day += WeekendWait(day, course.Practice.Kind is PracticeKind.Emergency or PracticeKind.UrgentCare ? 0 : 0.6);
        var written = day - Lag(prescriber);
        var order = Write(course, prescriber, CounterFor(course, day), written, supply, refills, course.Form ?? prescriber.FormFor(random));
        var runOut = day;
        for (var number = 0; number <= refills; number++)
        {
            if (number > 0 && CounterFor(course, day) is var counter && counter != order.Dispenser)
            {
                // Transferred: the receiving pharmacy gives its own number and starts counting again.
                order = Write(course, prescriber, counter, written, supply, refills - number, 6);
                refills -= number;
                number = 0;
            }

            Dispense(course, order, day, number);
            runOut = (course.KeepsLedger ? Math.Max(runOut, day) : day) + supply;
            day = Math.Max(day + 1, runOut + Delay(course, supply));
            day += WeekendWait(day, 0.25);
            if (day - written > OrderLifeDays || day > course.To)
            {
                break;
            }
        }

        return day;
    }

    /// <summary>Days until the doctor or the pharmacy is open again, for the given share of those who come at a weekend.</summary>
    private int WeekendWait(int day, double share)
    {
        var weekday = (((int)firstWeekday + day) % 7 + 7) % 7;
        return weekday is 0 or 6 && random.Chance(share) ? weekday == 6 ? 2 : 1 : 0;
    }

    private int Lag(InventedPrescriber prescriber) =>
        prescriber.WrittenLag > 0 && random.Chance(0.6) ? (int)Math.Min(20, random.Exponential(prescriber.WrittenLag)) : random.Chance(0.2) ? 1 : 0;

    private InventedDispenser CounterFor(Course course, int day)
    {
        if (course.Dispenser is { } chosen)
        {
            return chosen(day);
        }

        return random.Chance(person.Wandering)
            ? DispenserNear(HomeOn(day), 2 * PersonBuilder.ShoppingMiles(HomeOn(day)))
            : person.CounterOn(day);
    }

    private Prescription Write(
        Course course, InventedPrescriber prescriber, InventedDispenser dispenser, int written, int supply, int refills, int form) => new()
        {
            Prescriber = prescriber,
            Practice = course.Practice,
            Dispenser = dispenser,
            Medicine = course.Regimen.Medicine,
            WrittenDay = written,
            Quantity = Math.Max(1, Math.Round(course.Regimen.UnitsPerDay * supply)),
            SupplyDays = supply,
            Refills = Math.Max(0, refills),
            Form = form,
            Diagnosis = random.Chance(prescriber.DiagnosisShare) ? course.Diagnosis ?? Indications.Usual(random, course.Regimen.Medicine.Class) : "",
            Treatment = course.Regimen.Medicine.Class == DrugClass.Opioid
                ? course.Treatment ?? (random.Chance(0.5) ? "" : supply <= 10 ? "10" : "11")
                : "",
            Forged = course.Forged,
        };

    private void Dispense(Course course, Prescription order, int day, int number)
    {
        var payer = person.PayerOn(day);
        var paysPrivately = payer == PaymentType.PrivatePay || random.Chance(course.PrivateShare ?? person.PrivateShare);
        var fill = new InventedFill
        {
            Prescription = order,
            Day = day,
            FillNumber = number,
            Quantity = order.Quantity,
            SupplyDays = order.SupplyDays,
            Payment = paysPrivately ? PaymentType.PrivatePay : payer,
            DiscountCard = paysPrivately && random.Chance(0.35),
            Alias = course.Alias,
            Animal = course.Animal,
        };
        if (order.Quantity >= 20 && random.Chance(PartialShare))
        {
            var first = Math.Floor(order.Quantity / 3);
            var firstDays = Math.Max(1, order.SupplyDays / 3);
            Fills.Add(fill with { Part = 1, Quantity = first, SupplyDays = firstDays });
            Fills.Add(fill with { Part = 2, Day = day + random.Between(1, 3), Quantity = order.Quantity - first, SupplyDays = Math.Max(1, order.SupplyDays - firstDays) });
            return;
        }

        Fills.Add(fill);
    }

    /// <summary>Days between running out and the next fill; negative is early.</summary>
    private int Delay(Course course, int supply)
    {
        if (course.DaysEarly is { } early)
        {
            return -(int)Math.Round(early());
        }

        if (supply >= 20 && random.Chance(HolidayShare))
        {
            return -random.Between(4, 12);
        }

        var late = random.Chance(PauseShare) ? random.Exponential(18) : random.Normal(person.Lateness, 2.2);
        return (int)Math.Round(Math.Clamp(late, -Math.Max(2, supply * 0.12), 90));
    }
}
