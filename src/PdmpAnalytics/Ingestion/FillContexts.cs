using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>What a record's codes say about the circumstances of a fill (domain reference 6.0.5).</summary>
internal static class FillContexts
{
    /// <param name="location">PAT21; 0 unknown.</param>
    /// <param name="treatment">DSP24; 0 unknown.</param>
    /// <param name="diagnosis">ICD-10 in upper case without a dot; may be empty.</param>
    public static FillContext Of(int location, int treatment, ReadOnlySpan<byte> diagnosis)
    {
        var context = location switch
        {
            3 or 4 or 7 => FillContext.LongTermCare,
            11 => FillContext.Hospice,
            _ => FillContext.None,
        };
        context |= treatment switch
        {
            2 => FillContext.OpioidUseDisorder,
            3 => FillContext.Cancer,
            4 => FillContext.Palliative,
            5 => FillContext.Hospice,
            8 => FillContext.Taper,
            _ => FillContext.None,
        };
        return diagnosis.Length < 3 ? context : context | OfDiagnosis(diagnosis);
    }

    private static FillContext OfDiagnosis(ReadOnlySpan<byte> code)
    {
        var category = FieldText.Number(code[1..3]);
        return (char)code[0] switch
        {
            'C' when category is >= 0 and <= 96 => FillContext.Cancer,
            'D' when category == 57 => FillContext.SickleCell,
            'F' when category == 10 => FillContext.AlcoholWithdrawal,
            'F' when category == 11 => FillContext.OpioidUseDisorder,
            'G' when category == 40 => FillContext.Seizure,
            'Z' when code.StartsWith("Z515"u8) => FillContext.Palliative,
            _ => FillContext.None,
        };
    }
}
