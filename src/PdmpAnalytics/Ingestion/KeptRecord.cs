namespace PdmpAnalytics.Ingestion;

/// <summary>A rejected record that was kept as a small file of its own, opened again.</summary>
internal static class KeptRecord
{
    /// <summary>A kept record is small; its reader needs no large buffer.</summary>
    private const int BufferSize = 4096;

    /// <summary>What a programme decides about times changes no field.</summary>
    private static readonly IngestionOptions Options = new();

    /// <summary>The text of fields for a report, in the order asked for; null for one that cannot be found.</summary>
    /// <param name="content">The record as <see cref="SubmittedRecord.ToFile"/> made it.</param>
    /// <param name="receivedAt">When the file it is from came.</param>
    /// <param name="fields">Columns or ASAP elements.</param>
    public static string?[] Quote(byte[] content, DateTimeOffset receivedAt, IReadOnlyList<string> fields)
    {
        using var text = SubmittedStream.Open(new MemoryStream(content));
        using var reader = SubmissionReaders.Open(text, Options, receivedAt, BufferSize);
        return reader.Read(out _)
            ? [.. fields.Select(name => SubmittedFields.TryParseName(name, out var field) ? SubmittedQuote.Of(reader.Record[field]) : null)]
            : new string?[fields.Count];
    }
}
