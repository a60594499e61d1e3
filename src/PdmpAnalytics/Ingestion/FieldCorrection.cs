using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Ingestion.Csv;

namespace PdmpAnalytics.Ingestion;

/// <summary>What a field of a rejected record should have said. Prints no value.</summary>
/// <param name="Field">A column of the dispensation CSV, or an ASAP element such as <c>DSP05</c>.</param>
/// <param name="Value">Blank for a field that should be empty.</param>
public sealed record FieldCorrection(string Field, string Value)
{
    public override string ToString() => Field;
}

/// <summary>Makes the small file of a rejected record anew, with fields corrected, so that it can be loaded like any other. Pure.</summary>
internal static class CorrectedFile
{
    /// <param name="content">The record as it was kept.</param>
    /// <param name="at">When the correction is made; the time of the corrected report.</param>
    /// <param name="controlNumber">TH02 of an ASAP file: the one it came with is taken.</param>
    public static Result<byte[]> Of(byte[] content, IReadOnlyList<FieldCorrection> corrections, DateTimeOffset at, string controlNumber) =>
        IsAsap(content) ? AsapCorrection.Apply(content, corrections, at, controlNumber) : CsvCorrection.Apply(content, corrections);

    /// <summary>Kept records are written by this program: ASAP begins with its TH segment, CSV with a quoted header or a plain one.</summary>
    public static bool IsAsap(ReadOnlySpan<byte> content) => content.StartsWith("TH*"u8);
}
