namespace PdmpAnalytics.Ingestion.Csv;

/// <summary>Which column of a file holds which field.</summary>
internal sealed class DispensationCsvColumns
{
    private static readonly SubmittedField[] Required =
    [
        SubmittedField.PatientLastName, SubmittedField.PatientFirstName, SubmittedField.PatientBirthDate, SubmittedField.RxNumber,
        SubmittedField.DateFilled, SubmittedField.RefillNumber, SubmittedField.Ndc, SubmittedField.Quantity,
        SubmittedField.DaysSupply,
    ];

    private static readonly SubmittedField[] OneOfPharmacy =
        [SubmittedField.PharmacyDea, SubmittedField.PharmacyNpi, SubmittedField.PharmacyNcpdp];

    private static readonly SubmittedField[] OneOfPrescriber = [SubmittedField.PrescriberDea, SubmittedField.PrescriberNpi];

    private readonly int[] _columns = new int[SubmittedFields.Count];

    private DispensationCsvColumns() => Array.Fill(_columns, -1);

    /// <summary>Position of a field's column, from 0; -1 when the file has none.</summary>
    public int this[SubmittedField field] => _columns[(int)field];

    /// <summary>The same for all fields.</summary>
    public int[] ByField => _columns;

    /// <summary>Reads a header row. A fault that keeps the file from being loaded ends in null with the fault.</summary>
    public static DispensationCsvColumns? Read(IReadOnlyList<string> header, List<FileFault> notes, out FileFault? fault)
    {
        var columns = new DispensationCsvColumns();
        fault = null;
        for (var i = 0; i < header.Count; i++)
        {
            if (!SubmittedFields.TryParse(header[i], out var field))
            {
                // The name is not repeated: in a file without a header row it would be a patient's.
                notes.Add(new FileFault(SubmissionErrorCode.ColumnUnknown, 1, $"column {i + 1}"));
            }
            else if (columns._columns[(int)field] >= 0)
            {
                fault = new FileFault(SubmissionErrorCode.ColumnRepeated, 1, field.Column());
                return null;
            }
            else
            {
                columns._columns[(int)field] = i;
            }
        }

        var missing = Required.Where(field => columns[field] < 0).Select(field => field.Column()).ToList();
        AddMissing(missing, columns, OneOfPharmacy);
        AddMissing(missing, columns, OneOfPrescriber);
        if (missing.Count == 0)
        {
            return columns;
        }

        fault = new FileFault(SubmissionErrorCode.RequiredColumnMissing, 1, string.Join(", ", missing));
        return null;
    }

    private static void AddMissing(List<string> missing, DispensationCsvColumns columns, SubmittedField[] oneOf)
    {
        if (Array.TrueForAll(oneOf, field => columns[field] < 0))
        {
            missing.Add(string.Join(" or ", oneOf.Select(field => field.Column())));
        }
    }
}
