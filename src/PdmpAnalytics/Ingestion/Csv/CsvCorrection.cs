using CsvHelper;

namespace PdmpAnalytics.Ingestion.Csv;

/// <summary>Overlays corrections on a kept CSV record: a header and one row. Pure.</summary>
internal static class CsvCorrection
{
    public static Result<byte[]> Apply(byte[] content, IReadOnlyList<FieldCorrection> corrections)
    {
        var columns = new List<string>();
        var values = new List<string>();
        var isMalformed = false;
        using (var csv = CsvReader.Create(new MemoryStream(content), new CsvReaderOptions
        {
            MaxRecordSize = 2 * DispensationCsvReader.MaxRecordSize,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = _ => isMalformed = true,
        }))
        {
            csv.ReadHeader();
            columns.AddRange(csv.Headers);
            if (!csv.Read() || csv.FieldCount != columns.Count || isMalformed)
            {
                return new Refusal(
                    RefusalReason.WrongState,
                    "The record's fields do not fit its header, so it cannot be told which is which; it has to be sent again.");
            }

            for (var i = 0; i < columns.Count; i++)
            {
                values.Add(FieldText.Text(csv.GetSpan(i)));
            }
        }

        foreach (var (name, value) in corrections)
        {
            if (!SubmittedFields.TryParseName(name, out var field) || field == SubmittedField.Ingredients)
            {
                return new Refusal(RefusalReason.Incomplete, $"{name} is neither a column of the dispensation CSV nor an element such as DSP05.");
            }

            var index = columns.FindIndex(column => SubmittedFields.TryParse(column, out var known) && known == field);
            if (index < 0)
            {
                columns.Add(field.Column());
                values.Add(value);
            }
            else
            {
                values[index] = value;
            }
        }

        return Written(columns, values);
    }

    private static byte[] Written(List<string> columns, List<string> values)
    {
        var file = new MemoryStream();
        using (var writer = new StreamWriter(file, new System.Text.UTF8Encoding(false), leaveOpen: true))
        {
            using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
            csv.WriteHeader([.. columns]);
            values.ForEach(csv.WriteField);
            csv.EndRecord();
        }

        return file.ToArray();
    }
}
