namespace PdmpAnalytics.Ingestion;

/// <summary>The code lists of coded fields (ASAP 4.2B, with the additions of 5.0).</summary>
internal static class FillCodes
{
    public static readonly bool[] DosageUnits = List(1, 3);
    public static readonly bool[] TransmissionForm = List(1, 9, 99);
    public static readonly bool[] PaymentType = List(1, 7, 99);
    public static readonly bool[] TreatmentType = List(1, 11, 99);
    public static readonly bool[] PatientLocation = List(1, 13, 98, 99);
    public static readonly bool[] YesNo = List(1, 2);

    public static bool Has(this bool[] list, int code) => (uint)code < (uint)list.Length && list[code];

    private static bool[] List(int first, int last, params ReadOnlySpan<int> more)
    {
        var list = new bool[100];
        list.AsSpan(first, last - first + 1).Fill(true);
        foreach (var code in more)
        {
            list[code] = true;
        }

        return list;
    }
}
