using PdmpAnalytics.Synthetic.Lives;

namespace PdmpAnalytics.Synthetic;

/// <summary>A kind of life: its name in labels.csv, whether it is misuse, how common it is and how it is lived.</summary>
/// <param name="Share">Innocent: share of all innocent people. Misuse: share of all misuse.</param>
/// <param name="Youngest">Age on the first day.</param>
internal sealed record Archetype(string Name, bool Misuse, double Share, int Youngest, int Oldest, Action<Life> Live)
{
    public const string RingName = "ring";

    /// <summary>Shares are our choice, 2026-11-22: nine in ten ordinary, then more than ten look-alikes to one misuse.</summary>
    public static IReadOnlyList<Archetype> All { get; } =
    [
        new("single_prescriber", false, 27, 22, 88, OrdinaryLives.SinglePrescriber),
        new("short_course", false, 21, 16, 85, OrdinaryLives.ShortCourse),
        new("as_needed", false, 6, 20, 80, OrdinaryLives.AsNeeded),
        new("group_practice", false, 5.5, 22, 85, OrdinaryLives.GroupPractice),
        new("seizure", false, 1.6, 5, 80, OrdinaryLives.Seizure),
        new("weekly_dispensing", false, 1.2, 20, 70, OrdinaryLives.WeeklyDispensing),
        new("care_home", false, 2.6, 70, 97, OrdinaryLives.CareHome),
        new("hospice", false, 0.8, 55, 95, OrdinaryLives.Hospice),
        new("phentermine_clinic", false, 1.6, 20, 60, OrdinaryLives.PhentermineClinic),
        new("sleep_disorder", false, 1.2, 20, 70, OrdinaryLives.SleepDisorder),
        new("veterinary", false, 1.2, 22, 80, OrdinaryLives.Veterinary),
        new("mail_order", false, 2.6, 30, 85, OrdinaryLives.MailOrder),
        new("uninsured", false, 2.2, 20, 62, OrdinaryLives.Uninsured),
        new("titration", false, 2.2, 20, 80, OrdinaryLives.Titration),
        new("switcher", false, 2.2, 20, 80, OrdinaryLives.Switcher),
        new("buprenorphine_benzodiazepine", false, 1.2, 20, 60, OrdinaryLives.BuprenorphineAndBenzodiazepine),
        new("steady_high_dose", false, 1.2, 25, 70, OrdinaryLives.SteadyHighDose),
        new("mover", false, 2, 20, 80, CircumstanceLives.Mover),
        new("traveller", false, 1.3, 22, 70, CircumstanceLives.Traveller),
        new("holiday_early", false, 2.4, 25, 80, CircumstanceLives.HolidayEarly),
        new("cancer_care", false, 1.3, 35, 88, IllnessLives.CancerCare),
        new("discharge_episode", false, 1.5, 25, 88, IllnessLives.DischargeEpisode),
        new("frequent_ed", false, 0.5, 18, 65, IllnessLives.FrequentEmergency),
        new("chronic_pain_polypharmacy", false, 1.8, 28, 80, IllnessLives.ChronicPainPolypharmacy),
        new("two_doctors_two_sedatives", false, 1.6, 22, 80, IllnessLives.TwoDoctorsTwoSedatives),
        new("distant_cash_clinic", false, 1, 22, 65, CircumstanceLives.DistantCashClinic),
        new("pharmacy_price_shopper", false, 1, 22, 75, CircumstanceLives.PriceShopper),
        new("student_two_homes", false, 0.7, 18, 25, CircumstanceLives.StudentTwoHomes),
        new("lost_medicine", false, 1.2, 18, 75, CircumstanceLives.LostMedicine),
        new("doctor_retired", false, 0.6, 25, 85, CircumstanceLives.DoctorRetired),
        new("uncoordinated_care", false, 1, 35, 85, IllnessLives.UncoordinatedCare),
        new("injured_worker", false, 0.8, 20, 63, IllnessLives.InjuredWorker),
        new("operation_series", false, 0.5, 25, 80, IllnessLives.OperationSeries),
        new("unstable_housing", false, 0.12, 18, 60, CircumstanceLives.UnstableHousing),
        new("many_prescribers", true, 24, 18, 65, MisuseLives.ManyPrescribers),
        new("early_refill_escalation", true, 18, 18, 70, MisuseLives.EarlyRefillEscalation),
        new("split_identity", true, 14, 18, 60, MisuseLives.SplitIdentity),
        new("dangerous_combination", true, 18, 20, 65, MisuseLives.DangerousCombination),
        new("forged_prescriptions", true, 13, 18, 60, MisuseLives.ForgedPrescriptions),
        new(RingName, true, 13, 19, 60, life => MisuseLives.Ring(life, life.Ring!)),
    ];
}
