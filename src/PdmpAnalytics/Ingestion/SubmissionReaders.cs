using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Ingestion.Csv;

namespace PdmpAnalytics.Ingestion;

/// <summary>Tells the layout of a file by how it begins, whatever its name.</summary>
internal static class SubmissionReaders
{
    /// <param name="receivedAt">When the file came.</param>
    /// <param name="bufferSize">Bytes read at a time; null for the reader's own choice.</param>
    public static SubmissionReader Open(SubmittedStream text, IngestionOptions options, DateTimeOffset receivedAt, int? bufferSize = null) =>
        IsAsap(text.Start.Span)
            ? new AsapReader(text, options, receivedAt, bufferSize ?? 256 * 1024)
            : new DispensationCsvReader(text, bufferSize ?? 256 * 1024);

    /// <summary>True for text that begins with a segment id and an asterisk, whichever segment it is.</summary>
    private static bool IsAsap(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        var length = text.IndexOf((byte)'*');
        return length is 2 or 3 && !text[..length].ContainsAnyExceptInRange((byte)'A', (byte)'Z');
    }
}
