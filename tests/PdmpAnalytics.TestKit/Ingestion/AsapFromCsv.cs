using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Asap;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>A dispensation CSV, or another ASAP file, rewritten as an ASAP file of one transaction.</summary>
public static class AsapFromCsv
{
    /// <returns>What the release could not hold.</returns>
    public static IReadOnlyList<AsapLoss> Write(Stream csv, Stream asap, AsapRelease release)
    {
        using var text = SubmittedStream.Open(csv);
        using var reader = SubmissionReaders.Open(text, new IngestionOptions(), new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        using var writer = new AsapWriter(asap, release, new AsapSender("5555550100", "SAMPLE PHARMACY GROUP"));
        writer.BeginTransaction(
            "S0001", new DateTimeOffset(2026, 6, 1, 8, 30, 0, TimeSpan.Zero), new DateOnly(2024, 6, 1), new DateOnly(2026, 5, 31));
        while (reader.Read(out var malformed))
        {
            if (malformed is { } code)
            {
                throw new InvalidDataException($"Line {reader.Record.Line} is {code}.");
            }

            writer.Write(reader.Record);
        }

        if (reader.Fault is { } fault)
        {
            throw new InvalidDataException($"The source is {fault.Code}.");
        }

        writer.EndTransaction();
        return writer.Losses;
    }
}
