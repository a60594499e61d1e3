using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>A live dispensation with the rows its ids lead to.</summary>
internal sealed record ReportedFill(Dispensation Fill, DrugProduct Product, Dispenser Dispenser, PrescriberSite Site, Prescriber Prescriber)
{
    /// <summary>What tells whether an opioid treatment program reported it.</summary>
    public ProgramSigns Signs => new(Dispenser.Type, Dispenser.Dea, Dispenser.Npi, Fill.TreatmentType, Product.Ingredient);

    /// <summary>Covered days as the rules see them: a date sold before the date filled is no date sold.</summary>
    public SupplyPeriod Supply => SupplyPeriod.Of(
        (Fill.Quality & RecordQuality.SoldDate) == 0 && Fill.SoldOn is { } sold ? sold : Fill.FilledOn, Fill.DaysSupply);

    /// <summary>The row as rules read it.</summary>
    public DispensationRow ToRow() => new()
    {
        PatientId = Fill.PatientId,
        DispensationId = Fill.Id,
        DrugId = Fill.DrugId,
        DispenserId = Fill.DispenserId,
        PrescriberSiteId = Fill.PrescriberSiteId,
        FilledDay = Fill.FilledOn.DayNumber,
        SoldDay = Fill.SoldOn?.DayNumber ?? 0,
        WrittenDay = Fill.WrittenOn?.DayNumber ?? 0,
        Quantity = Fill.Quantity,
        DaysSupply = Fill.DaysSupply,
        FillNumber = Fill.FillNumber,
        RefillsAuthorized = Fill.RefillsAuthorized ?? -1,
        PartialFill = Fill.PartialFill,
        Payment = Fill.Payment,
        TransmissionForm = Fill.TransmissionForm,
        Context = Fill.Context,
        Quality = Fill.Quality,
        PatientZip = Fill.PatientZip,
        PatientAge = Fill.PatientAge,
        RxKey = Fill.RxKey,
    };
}

/// <summary>Everything on file about one patient that an answer is made from. Prints nothing personal.</summary>
/// <param name="Fills">Live ones, oldest version first; of opioid treatment programs only for whoever may see those.</param>
/// <param name="LinkConfidence">How surely the weakest of the records belongs, 0 to 1.</param>
internal sealed record PatientFile(long PatientId, IReadOnlyList<PatientRecord> Records, IReadOnlyList<ReportedFill> Fills, double LinkConfidence)
{
    private DispensationRow[]? _rows;

    /// <summary>The same fills as rules read them.</summary>
    public DispensationRow[] Rows => _rows ??= [.. Fills.Select(f => f.ToRow())];

    public override string ToString() => $"file of patient {PatientId}";
}
