namespace PdmpAnalytics.Dispensing;

/// <summary>Turns stored rows into fills and merges the parts of partial fills.</summary>
internal static class FillBuilder
{
    /// <summary>Resolves drug, prescriber, practice, dispenser group and covered days of one row.</summary>
    public static Fill Build(in DispensationRow row, DispensingReference reference)
    {
        var drug = reference.Drugs[row.DrugId];
        var site = reference.PrescriberSites[row.PrescriberSiteId];
        var sold = row.SoldDay != 0 && (row.Quality & RecordQuality.SoldDate) == 0;
        var start = sold ? row.SoldDay : row.FilledDay;
        var fill = new Fill
        {
            DispensationId = row.DispensationId,
            StartDay = start,
            LastDay = start + Math.Clamp((int)row.DaysSupply, 1, SupplyPeriod.MaxDays) - 1,
            FilledDay = row.FilledDay,
            SoldStated = sold,
            WrittenDay = (row.Quality & RecordQuality.WrittenDate) == 0 ? row.WrittenDay : 0,
            Quantity = row.Quantity,
            PrescriberId = site.PrescriberId,
            PracticeId = site.PracticeId,
            DispenserId = row.DispenserId,
            DispenserGroupId = reference.Dispensers[row.DispenserId].GroupId,
            RxKey = row.RxKey,
            PartialFill = row.PartialFill,
            Parts = 1,
            FillNumber = row.FillNumber,
            RefillsAuthorized = row.RefillsAuthorized,
            Payment = row.Payment,
            TransmissionForm = row.TransmissionForm,
            Context = row.Context | (site.CancerCare ? FillContext.CancerCareWriter : FillContext.None),
            Quality = row.Quality,
            PatientZip = row.PatientZip,
            PatientAge = row.PatientAge,
            PrescriberZip = site.Zip,
            PrescriberWithoutDea = site.WithoutDea,
        };
        SetDrug(ref fill, drug, reference.Equivalents);
        return fill;
    }

    /// <summary>
    /// Merges parts of one fill (same dispenser, prescription and fill number, part 1 or higher): quantity and days are
    /// summed from the first part's date. Returns the new count; order is not kept.
    /// </summary>
    public static int MergeParts(Span<Fill> fills)
    {
        var anyPart = false;
        foreach (ref readonly var fill in fills)
        {
            anyPart |= fill.PartialFill > 0;
        }

        return anyPart ? MergeSorted(fills) : fills.Length;
    }

    private static int MergeSorted(Span<Fill> fills)
    {
        fills.Sort(static (a, b) =>
        {
            var order = a.DispenserId.CompareTo(b.DispenserId);
            order = order != 0 ? order : a.RxKey.CompareTo(b.RxKey);
            order = order != 0 ? order : a.FillNumber.CompareTo(b.FillNumber);
            order = order != 0 ? order : a.StartDay.CompareTo(b.StartDay);
            order = order != 0 ? order : a.PartialFill.CompareTo(b.PartialFill);
            return order != 0 ? order : a.DispensationId.CompareTo(b.DispensationId);
        });

        var kept = 0;
        for (var i = 0; i < fills.Length; i++)
        {
            if (kept > 0 && fills[i].PartialFill > 0 && SameFill(in fills[kept - 1], in fills[i]))
            {
                Add(ref fills[kept - 1], in fills[i]);
            }
            else
            {
                fills[kept++] = fills[i];
            }
        }

        return kept;
    }

    private static bool SameFill(in Fill a, in Fill b) =>
        a.PartialFill > 0 && a.DispenserId == b.DispenserId && a.RxKey == b.RxKey && a.FillNumber == b.FillNumber;

    private static void Add(ref Fill whole, in Fill part)
    {
        var days = Math.Min(whole.Days + part.Days, SupplyPeriod.MaxDays);
        // The dose stays what it was: quantity and days grow together.
        var scale = whole.Quantity == 0 ? 1 : (whole.Quantity + part.Quantity) / whole.Quantity * whole.Days / days;
        whole.DailyMg *= scale;
        whole.DailyDme *= scale;
        whole.DailyLme *= scale;
        whole.DailyMme *= scale;
        whole.Quantity += part.Quantity;
        whole.LastDay = whole.StartDay + days - 1;
        whole.Parts++;
        whole.Context |= part.Context;
        whole.Quality |= part.Quality;
    }

    private static void SetDrug(ref Fill fill, Drug? drug, Equivalents equivalents)
    {
        if (drug?.Ingredient is not { } ingredient)
        {
            fill.IngredientId = -1;
            return;
        }

        fill.IngredientId = ingredient.Id;
        fill.Class = ingredient.ExcludedFromPatientRules ? DrugClass.Other : ingredient.Class;
        fill.StrengthMg = drug.StrengthMg;
        fill.DailyMg = fill.Quantity * drug.StrengthMg / fill.Days;
        fill.DailyDme = fill.DailyMg * SedativeEquivalence.DmePerMg(ingredient, equivalents.Sedatives);
        fill.DailyLme = fill.DailyMg * SedativeEquivalence.LmePerMg(ingredient, equivalents.Sedatives);
        fill.DailyMme = fill.DailyMg * MorphineEquivalence.MmePerMg(ingredient, equivalents.Opioids);
    }
}
