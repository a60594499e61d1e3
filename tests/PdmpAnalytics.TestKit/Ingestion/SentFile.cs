using System.Globalization;
using System.Text;

namespace PdmpAnalytics.TestKit.Ingestion;

/// <summary>Transactions as an ASAP 4.2B file, written plainly. Invented people, numbers that pass their checks.</summary>
public static class SentFile
{
    private const string Group =
        "IS*5555550100*SAMPLE PHARMACY GROUP*~\nPHA*1234567893*2400018*FP1234563*SAMPLE PHARMACY 1*100 MAIN ST**ANYTOWN*MN*55401*5555550100***~\n";

    /// <summary>The bytes of a file.</summary>
    public static byte[] Of(params IReadOnlyList<SentTransaction> transactions)
    {
        var text = new StringBuilder();
        foreach (var transaction in transactions)
        {
            Append(text, transaction);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, SentTransaction transaction)
    {
        var time = new DateTime(2025, 2, 1, 8, 30, 0).AddSeconds(transaction.Second).ToString("yyyyMMdd*HHmmss", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"TH*4.2B*{transaction.ControlNumber}*{(transaction.IsVoid ? "04" : "01")}**{time}*P**~~\n");
        if (transaction.IsVoid)
        {
            text.Append(CultureInfo.InvariantCulture, $"TT*{transaction.ControlNumber}*2~\n");
            return;
        }

        text.Append(Group);
        foreach (var report in transaction.Reports)
        {
            text.Append(CultureInfo.InvariantCulture, $"PAT*******TESTPATIENT*{report.FirstName}****12 OAK AVE**ANYTOWN*MN*55402*6125550100*19800214*F*01***~\n");
            text.Append(CultureInfo.InvariantCulture, $"DSP*{(int)report.Status:D2}*{report.Rx}*20250110*2*20250110*0*01*00093083301*{report.Quantity}*{report.DaysSupply}*01*05*00***04*20250111********~\n");
            text.Append("PRE*1000000012*BS2048711***SMITH*JORDAN****~\n");
        }

        var segments = 3 * transaction.Reports.Count;
        text.Append(CultureInfo.InvariantCulture, $"TP*{segments + 2}~\nTT*{transaction.ControlNumber}*{segments + 5}~\n");
    }
}
