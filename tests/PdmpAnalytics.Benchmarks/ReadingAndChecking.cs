using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Benchmarks;

/// <summary>What intake does to a file before the store is asked, on one thread.</summary>
internal static class ReadingAndChecking
{
    /// <summary>Reads and checks a CSV or ASAP file; the number of its records.</summary>
    public static long Records(Stream file)
    {
        using var text = SubmittedStream.Open(file);
        using var reader = SubmissionReaders.Open(text, new IngestionOptions(), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var checks = new RecordChecks(new KnownProducts(DrugCatalog.Shipped, []), new IngestionOptions(), new DateOnly(2099, 1, 1));
        var batch = new RecordBatch();
        checks.Begin(batch);
        long records = 0;
        while (reader.Read(out var malformed))
        {
            if (malformed is { } code)
            {
                checks.AddMalformed(reader.Record, code);
            }
            else
            {
                checks.Add(reader.Record);
            }

            records++;
            if (batch.IsFull)
            {
                checks.Begin(batch);
            }
        }

        return reader.Fault is { } fault
            ? throw new InvalidOperationException($"The file was refused in line {fault.Line}: {fault.Code}.")
            : records;
    }
}
