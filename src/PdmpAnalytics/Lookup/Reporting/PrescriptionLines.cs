using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Fills as the report's table shows them.</summary>
/// <param name="terms">When a fill counts as early, as the rules in force have it.</param>
internal sealed class PrescriptionLines(DispensingHistory history, DispensingReference reference, EarlyRefillTerms terms)
{
    private readonly HashSet<long> _early = EarlyFills(history, terms);
    private readonly HashSet<long> _overlapping = OtherPracticeOverlaps(history);

    public IReadOnlyList<ReportedPrescription> Of(IEnumerable<ReportedFill> fills) => [.. fills.Select(Line)];

    private ReportedPrescription Line(ReportedFill row)
    {
        var fill = row.Fill;
        var drug = reference.Drugs[fill.DrugId];
        var ingredient = drug?.Ingredient;
        var supply = row.Supply;
        double? milligrams = drug is { StrengthMg: > 0 } ? fill.Quantity * drug.StrengthMg / supply.Days : null;
        return new ReportedPrescription(
            fill.Id.ToString(CultureInfo.InvariantCulture), supply.FirstDay, fill.WrittenOn, DrugText(drug, row.Product),
            row.Product.Ndc.IsEmpty ? row.Product.Code : row.Product.Ndc.ToString(), drug?.Class.Code() ?? DrugClass.Unknown.Code(), Schedule(ingredient),
            fill.Quantity, Unit(fill.DosageUnits), fill.DaysSupply, Refill(fill), fill.PartialFill.ToString("D2", CultureInfo.InvariantCulture),
            Rounded(milligrams), Equivalent(milligrams, ingredient, DoseKind.Lme), Equivalent(milligrams, ingredient, DoseKind.Mme), Pay(fill.Payment),
            new ReportedPrescriber(PersonName(row.Prescriber), row.Prescriber.Npi, row.Prescriber.Dea, ReportedProviders.Place(row.Site.Zip, row.Site.State))
            {
                Family = row.Prescriber.LastName,
                Given = row.Prescriber.FirstName,
            },
            new ReportedPharmacy(row.Dispenser.Name ?? "", row.Dispenser.Ncpdp ?? "", row.Dispenser.City ?? "", row.Dispenser.State ?? "")
            {
                Dea = row.Dispenser.Dea ?? "",
                Npi = row.Dispenser.Npi ?? "",
            },
            supply.LastDay, row.Dispenser.State ?? "", Flags(fill))
        {
            RxNumber = fill.RxNumber,
            FilledOn = fill.FilledOn,
            SoldOn = fill.SoldOn,
            FillNumber = fill.FillNumber,
            TransmissionForm = fill.TransmissionForm,
            TreatmentType = fill.TreatmentType,
            Payment = fill.Payment,
            DrugClass = drug?.Class ?? DrugClass.Unknown,
            Ingredient = ingredient?.Name ?? "",
            IsCash = fill.Payment == PaymentType.PrivatePay && (fill.Context & FillContext.DiscountCard) == 0,
            Miles = row.Dispenser.MailOrder == true ? null : ReportedProviders.Miles(reference, fill.PatientZip, row.Dispenser.Zip),
        };
    }

    /// <summary>Last name first, else the number.</summary>
    public static string PersonName(Prescriber prescriber) =>
        prescriber.LastName.Length > 0 ? $"{prescriber.LastName}, {prescriber.FirstName}".TrimEnd(' ', ',')
        : prescriber.Dea.Length > 0 ? prescriber.Dea
        : prescriber.Npi;

    public static string Pay(PaymentType payment) => payment switch
    {
        PaymentType.Unknown => "not reported",
        PaymentType.PrivatePay => "cash",
        PaymentType.Medicaid => "Medicaid",
        PaymentType.Medicare => "Medicare",
        PaymentType.CommercialInsurance => "insurance",
        PaymentType.Military => "military",
        PaymentType.WorkersCompensation => "workers' compensation",
        PaymentType.IndianNations => "Indian nations",
        PaymentType.Other => "other",
    };

    public static string DrugText(Drug? drug, DrugProduct? product) =>
        drug?.Ingredient is not { } ingredient ? $"product {product?.Code}"
        : drug.StrengthMg <= 0 ? ingredient.Name
        : string.Create(CultureInfo.InvariantCulture, $"{ingredient.Name} {drug.StrengthMg:0.###} mg{(drug.Form.Length > 0 ? " " + drug.Form : "")}");

    private static string Schedule(DrugIngredient? ingredient) => (ingredient?.Schedule ?? DrugSchedule.None) switch
    {
        DrugSchedule.None => "",
        DrugSchedule.II => "II",
        DrugSchedule.III => "III",
        DrugSchedule.IV => "IV",
        DrugSchedule.V => "V",
    };

    private double? Equivalent(double? milligrams, DrugIngredient? ingredient, DoseKind kind) =>
        ingredient is not null && reference.Equivalents.PerMg(kind, ingredient) is > 0 and var factor ? Rounded(milligrams * factor) : null;

    private static double? Rounded(double? dose) => dose is { } value ? Math.Round(value, 2) : null;

    /// <summary>DSP11.</summary>
    private static string Unit(byte code) => code switch
    {
        2 => "mL",
        3 => "g",
        _ => "each",
    };

    private static string Refill(Dispensation fill) =>
        string.Create(CultureInfo.InvariantCulture, $"{fill.FillNumber} of {(fill.RefillsAuthorized is { } authorized ? authorized : "?")}");

    private List<string> Flags(Dispensation fill)
    {
        var flags = new List<string>();
        Add(flags, "EarlyRefill", _early.Contains(fill.Id));
        Add(flags, "OtherPracticeOverlap", _overlapping.Contains(fill.Id));
        Add(flags, "PartialFill", fill.PartialFill > 0);
        Add(flags, "Veterinary", (fill.Context & FillContext.Veterinary) != 0);
        return flags;
    }

    private static void Add(List<string> flags, string flag, bool holds)
    {
        if (holds)
        {
            flags.Add(flag);
        }
    }

    private static HashSet<long> EarlyFills(DispensingHistory history, EarlyRefillTerms terms)
    {
        var early = new HashSet<long>();
        foreach (ref readonly var refill in history.EarlyRefills(terms).Events)
        {
            early.Add(history.Fills[refill.Fill].DispensationId);
        }

        return early;
    }

    /// <summary>Fills that began while another practice's supply of the class was running.</summary>
    private static HashSet<long> OtherPracticeOverlaps(DispensingHistory history)
    {
        var overlapping = new HashSet<long>();
        var fills = history.Fills;
        for (var i = 1; i < fills.Length; i++)
        {
            for (var j = i - 1; j >= 0 && fills[i].StartDay - fills[j].StartDay < SupplyPeriod.MaxDays; j--)
            {
                if (fills[j].Class == fills[i].Class && fills[i].Class != DrugClass.Unknown && fills[j].PracticeId != fills[i].PracticeId
                    && fills[j].LastDay >= fills[i].StartDay)
                {
                    overlapping.Add(fills[i].DispensationId);
                    break;
                }
            }
        }

        return overlapping;
    }
}
