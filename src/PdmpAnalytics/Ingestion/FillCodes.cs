namespace PdmpAnalytics.Ingestion;

/// <summary>The code lists of coded fields (ASAP 4.2B, with the additions of 5.0), as sets of numbers below 128.</summary>
internal static class FillCodes
{
    public static readonly UInt128 DosageUnits = Set(1, 3);
    public static readonly UInt128 TransmissionForm = Set(1, 9, 99);
    public static readonly UInt128 PartialFill = Set(0, 99);
    public static readonly UInt128 PaymentType = Set(1, 7, 99);
    public static readonly UInt128 TreatmentType = Set(1, 11, 99);
    public static readonly UInt128 PatientLocation = Set(1, 13, 98, 99);
    public static readonly UInt128 YesNo = Set(1, 2);

    public static bool Contains(this UInt128 set, int code) => code is >= 0 and < 128 && (set >> code & 1) == 1;

    private static UInt128 Set(int first, int last, params ReadOnlySpan<int> more)
    {
        UInt128 set = 0;
        for (var code = first; code <= last; code++)
        {
            set |= UInt128.One << code;
        }

        foreach (var code in more)
        {
            set |= UInt128.One << code;
        }

        return set;
    }
}
