using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.TestKit;

namespace PdmpAnalytics.Tests.Detection.Population;

/// <summary>A pharmacy (1) in ZIP 55401 with known centroids around, and people with particulars.</summary>
internal static class GroupRuleContext
{
    public const int PharmacyZip = 55401;

    /// <summary>About 70 miles north of the pharmacy.</summary>
    public const int FarZip = 55801;
    public const int OtherFarZip = 55802;

    public static readonly DateOnly AsOf = History.Day(400);

    public static GroupContext Of(params PatientRecord[] records) => new(
        new DispensingReference
        {
            Catalog = DrugCatalog.Shipped,
            Drugs = [],
            Dispensers = [default, new DispenserFacts(1, PharmacyZip, false, false)],
            PrescriberSites = [],
            Zips = new ZipCentroids([(PharmacyZip, 45, -93), (55402, 45.01, -93), (FarZip, 46, -93), (OtherFarZip, 46.1, -93)]),
            DispenserNames = ["", "Main Street Pharmacy"],
            DispenserCities = ["", ""],
            PracticeNames = [],
        },
        new PatientLikeness(records));

    public static PatientRecord Person(long patient, string last, string first, string born, string id = "") => new()
    {
        Id = patient,
        Key = [],
        BaseKey = [],
        PatientId = patient,
        HomePatientId = patient,
        LastName = last,
        FirstName = first,
        MiddleName = "",
        Suffix = "",
        BirthDate = DateOnly.ParseExact(born, "yyyy-MM-dd"),
        Sex = "",
        Address = "",
        City = "",
        State = "",
        Zip = "",
        Phone = "",
        IdQualifier = 0,
        IdValue = id,
        Animal = false,
    };

    /// <summary>Clonazepam 1 mg on day 100, paid by insurance, by prescriber 5, number 700201.</summary>
    public static DispenserFill Fill(long id, long patient) => new()
    {
        DispensationId = id,
        PatientId = patient,
        FilledDay = History.Day(100).DayNumber,
        WrittenDay = History.Day(100).DayNumber,
        RxNumber = "700201",
        RxKey = 700201,
        IngredientId = DrugCatalog.Shipped.TryGetIngredient("clonazepam", out var drug) ? drug.Id : -1,
        StrengthMg = 1,
        Schedule = DrugSchedule.IV,
        PrescriberId = 5,
        RefillsAuthorized = 5,
        Quantity = 60,
        Payment = PaymentType.CommercialInsurance,
        PatientZip = 55402,
    };

    public static DispenserFill Rx(this DispenserFill fill, string number) => fill with { RxNumber = number, RxKey = number.GetHashCode(StringComparison.Ordinal) };

    public static DispenserFill On(this DispenserFill fill, int day) => fill with { FilledDay = History.Day(day).DayNumber };

    public static DispenserFills Pharmacy(params IEnumerable<DispenserFill> fills) => new(1, [.. fills]);
}
