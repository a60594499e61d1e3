namespace PdmpAnalytics.Ingestion;

/// <summary>A measure of the scorecard: a name for programs, and which count of which it is the share of.</summary>
/// <param name="Name">For example <c>voided</c> or <c>without_payment_type</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Of">Of how many; 0 when the measure does not apply.</param>
public sealed record QualityMeasure(string Name, long Count, long Of)
{
    /// <summary>Null when there is nothing to be a share of.</summary>
    public double? Share => Of > 0 ? (double)Count / Of : null;
}

/// <summary>The measures of the scorecard, in the order they are listed.</summary>
public static class QualityMeasures
{
    /// <summary>Optional fields by the column they would stand in.</summary>
    private static readonly (QualityFigure Figure, string Name)[] OptionalFields =
    [
        (QualityFigure.WithoutPaymentType, "payment_type"), (QualityFigure.WithoutDateSold, "date_sold"),
        (QualityFigure.WithoutPatientPhone, "patient_phone"), (QualityFigure.WithoutPatientGender, "patient_gender"),
        (QualityFigure.WithoutPrescriberNpi, "prescriber_npi"), (QualityFigure.WithoutDiagnosisCode, "diagnosis_code"),
        (QualityFigure.WithoutTransmissionForm, "transmission_form"), (QualityFigure.WithoutDateWritten, "date_written"),
    ];

    /// <summary>What became of the records, and values that are hard to believe.</summary>
    public static IEnumerable<QualityMeasure> Of(QualityMonth month)
    {
        yield return new("faulty", month.Faulty, month.Records);
        yield return new("rejected", month[QualityFigure.Rejected], month.Records);
        yield return new("voided", month[QualityFigure.Voided], month.Records);
        yield return new("revised", month[QualityFigure.Revised], month.Records);
        yield return new("implausible_quantity", month[SubmissionErrorCode.QuantityImplausible], month.Records);
        yield return new("implausible_days_supply", month[SubmissionErrorCode.DaysSupplyLong], month.Records);
        yield return new("implausible_dose", month[SubmissionErrorCode.DoseImplausible], month.Records);
    }

    /// <summary>Optional fields that new records leave blank.</summary>
    public static IEnumerable<QualityMeasure> Missing(QualityMonth month) => OptionalFields
        .Select(field => new QualityMeasure($"without_{field.Name}", month[field.Figure], month[QualityFigure.DelayRecords]));

    /// <summary>Error codes, most frequent first.</summary>
    public static IEnumerable<QualityMeasure> ByCode(QualityMonth month) => month.ByCode
        .Select(code => new QualityMeasure(code.Code.Text(), code.Count, month.Records));
}
