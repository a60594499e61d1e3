using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>The columns of <c>dispensations</c> in the order in which intake writes them, once for each database.</summary>
internal static class DispensationColumns
{
    public static readonly string[] Names =
    [
        "patient_id", "id", "patient_record_id", "drug_id", "dispenser_id", "prescriber_site_id", "filled_on", "sold_on",
        "written_on", "quantity", "days_supply", "fill_number", "refills_authorized", "partial_fill", "payment",
        "transmission_form", "context", "quality", "patient_zip", "patient_age", "rx_key", "rx_number", "dosage_units",
        "treatment_type", "patient_location", "diagnosis_code", "quantity_prescribed", "blank_serial", "submission_id", "line",
        "valid_from", "valid_to", "closed_by_submission_id",
    ];

    /// <summary>The columns of a stored version as they are selected to make a live version of it; the parameters are expressions of SQL.</summary>
    /// <param name="prefix">What stands before the name of a column, e.g. <c>d.</c>.</param>
    public static string Copied(string prefix, string id, string submission, string line, string validFrom) =>
        string.Join(", ", Names.Select(name => name switch
        {
            "id" => id,
            "submission_id" => submission,
            "line" => line,
            "valid_from" => validFrom,
            "valid_to" or "closed_by_submission_id" => "NULL",
            _ => prefix + name,
        }));

    public static void Write(PostgresCopy copy, DispensationChanges changes, PlannedVersion version)
    {
        ref readonly var record = ref changes.Batch.Records[version.Record];
        ref readonly var fill = ref record.Fill;
        copy.Int64(fill.PatientId);
        copy.Int64(fill.DispensationId);
        copy.Int64(changes.PatientRecordIds[version.Record]);
        copy.Int32(fill.DrugId);
        copy.Int32(fill.DispenserId);
        copy.Int32(fill.PrescriberSiteId);
        copy.Date(fill.FilledDay);
        OptionalDate(copy, fill.SoldDay);
        OptionalDate(copy, fill.WrittenDay);
        copy.Double(fill.Quantity);
        copy.Int16(fill.DaysSupply);
        copy.Int16(fill.FillNumber);
        if (fill.RefillsAuthorized >= 0)
        {
            copy.Int16(fill.RefillsAuthorized);
        }
        else
        {
            copy.Null();
        }

        copy.Int16(fill.PartialFill);
        copy.Int16((byte)fill.Payment);
        copy.Int16(fill.TransmissionForm);
        copy.Int32((ushort)fill.Context);
        copy.Int32((ushort)fill.Quality);
        copy.Int32(fill.PatientZip);
        copy.Int16(fill.PatientAge);
        copy.Int64(fill.RxKey);
        copy.Text(changes.Batch.Text(record.RxNumber));
        copy.Int16(record.DosageUnits);
        copy.Int16(record.TreatmentType);
        copy.Int16(record.PatientLocation);
        OptionalText(copy, changes.Batch.Text(record.Diagnosis));
        if (double.IsNaN(record.QuantityPrescribed))
        {
            copy.Null();
        }
        else
        {
            copy.Double(record.QuantityPrescribed);
        }

        OptionalText(copy, changes.Batch.Text(record.BlankSerial));
        copy.Int32(changes.SubmissionId);
        copy.Int32(record.Line);
        copy.Instant(changes.ReceivedAt);
        if (version.IsLive)
        {
            copy.Null();
            copy.Null();
        }
        else
        {
            copy.Instant(changes.ReceivedAt);
            copy.Int32(changes.SubmissionId);
        }
    }

    public static void Write(SqliteStatement statement, DispensationChanges changes, PlannedVersion version)
    {
        ref readonly var record = ref changes.Batch.Records[version.Record];
        ref readonly var fill = ref record.Fill;
        statement.Add(fill.PatientId);
        statement.Add(fill.DispensationId);
        statement.Add(changes.PatientRecordIds[version.Record]);
        statement.Add(fill.DrugId);
        statement.Add(fill.DispenserId);
        statement.Add(fill.PrescriberSiteId);
        statement.Add(fill.FilledDay);
        statement.AddUnless(fill.SoldDay, 0);
        statement.AddUnless(fill.WrittenDay, 0);
        statement.Add(fill.Quantity);
        statement.Add(fill.DaysSupply);
        statement.Add(fill.FillNumber);
        statement.AddUnless(fill.RefillsAuthorized, -1);
        statement.Add(fill.PartialFill);
        statement.Add((byte)fill.Payment);
        statement.Add(fill.TransmissionForm);
        statement.Add((ushort)fill.Context);
        statement.Add((ushort)fill.Quality);
        statement.Add(fill.PatientZip);
        statement.Add(fill.PatientAge);
        statement.Add(fill.RxKey);
        statement.Add(changes.Batch.Text(record.RxNumber));
        statement.Add(record.DosageUnits);
        statement.Add(record.TreatmentType);
        statement.Add(record.PatientLocation);
        statement.AddUnlessEmpty(changes.Batch.Text(record.Diagnosis));
        statement.AddUnlessNaN(record.QuantityPrescribed);
        statement.AddUnlessEmpty(changes.Batch.Text(record.BlankSerial));
        statement.Add(changes.SubmissionId);
        statement.Add(record.Line);
        var receivedAt = changes.ReceivedAt.ToUnixTimeMilliseconds();
        statement.Add(receivedAt);
        statement.AddUnless(version.IsLive ? 0 : receivedAt, 0);
        statement.AddUnless(version.IsLive ? 0 : changes.SubmissionId, 0);
    }

    private static void OptionalDate(PostgresCopy copy, int day)
    {
        if (day == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Date(day);
        }
    }

    private static void OptionalText(PostgresCopy copy, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            copy.Null();
        }
        else
        {
            copy.Text(text);
        }
    }
}
