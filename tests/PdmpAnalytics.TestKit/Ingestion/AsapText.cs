namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>Segments of an ASAP 4.2B file with harmless values; invented people, numbers that pass their checks.</summary>
public static class AsapText
{
    public const string Pha = "PHA*1234567893*2400018*FP1234563*SAMPLE PHARMACY 1*100 MAIN ST**ANYTOWN*MN*55401";
    public const string Pat = "PAT*******TESTPATIENT*ALICE****12 OAK AVE**ANYTOWN*MN*55402**19800214*F*01";
    public const string Dsp = "DSP*00*700101*20250110*2*20250110*0*01*00093083301*60*30*01*05*00***04*20250111";
    public const string Pre = "PRE*1000000012*BS2048711***SMITH*JORDAN";
    public const string Cdi = "CDI*1*01*00093083301*15*01";
    public const string Air = "AIR*MN*77001";

    /// <summary>PHA, PAT, DSP, PRE: one whole record.</summary>
    public static readonly string[] WholeRecord = [Pha, Pat, Dsp, Pre];

    /// <summary>A transaction around the segments of one pharmacy, with TP and TT and right counts, one segment a line.</summary>
    public static string File(params IReadOnlyList<string> ofPharmacy) =>
        Transaction("4.2B", [.. ofPharmacy, $"TP*{ofPharmacy.Count + 1}"]);

    /// <summary>A transaction around segments as they are, with a TT and the right count.</summary>
    /// <param name="control">TH02 and TT01.</param>
    public static string Transaction(string release, IReadOnlyList<string> segments, string control = "A1")
    {
        var time = release == "5.0" ? "083000Z" : "083000";
        string[] lines =
        [
            $"TH*{release}*{control}*01**20250111*{time}*P**~", "IS*5555550100*SAMPLE PHARMACY GROUP*#20250110#-#20250110#",
            .. segments, $"TT*{control}*{segments.Count + 3}",
        ];
        return string.Concat(lines.Select(line => line + "~\n"));
    }
}
