using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Ingestion.Inbox;

/// <summary>Names in an inbox: which files are still being uploaded, and under which name one is put away. Pure.</summary>
internal static class InboxNames
{
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";

    /// <summary>Held open by the process that works in a folder.</summary>
    public const string Lock = ".pdmp-inbox.lock";

    /// <summary>Bytes a file name may have on the usual file systems, less what a report's own name adds.</summary>
    private const int MaxBytes = 255 - 24;

    /// <summary>What uploading programs call a file that is not complete.</summary>
    private static readonly string[] UnfinishedEndings = [".part", ".tmp", ".filepart"];

    /// <summary>True for a file that is not to be touched: an upload in progress, or hidden.</summary>
    public static bool IsLeftAlone(string name) =>
        name.StartsWith('.') || Array.Exists(UnfinishedEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static bool IsReserved(string folder) => folder is Accepted or Rejected;

    /// <summary>The name itself, or with a number before its endings: <c>may.csv.gz</c>, <c>may.2.csv.gz</c>.</summary>
    /// <param name="isTaken">Asked for one name after another.</param>
    public static string Free(string name, Func<string, bool> isTaken)
    {
        var dot = name.IndexOf('.', 1);
        var (stem, endings) = dot < 0 ? (name, "") : (name[..dot], name[dot..]);
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? endings : string.Create(CultureInfo.InvariantCulture, $".{number}{endings}");
            var candidate = Shortened(stem, suffix);
            if (!isTaken(candidate))
            {
                return candidate;
            }
        }
    }

    /// <summary>The report of a file that is put away under a name, and what it is called until the file is there.</summary>
    public static (string Final, string Unfinished) Report(string name, string ending) =>
        ($"{name}.report.{ending}", $".{name}.report.{ending}.part");

    /// <summary>The file that an unfinished report belongs to; null for any other name.</summary>
    public static string? OfUnfinishedReport(string name)
    {
        foreach (var ending in new[] { ".report.txt.part", ".report.json.part" })
        {
            if (name.StartsWith('.') && name.Length > ending.Length + 1 && name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[1..^ending.Length];
            }
        }

        return null;
    }

    private static string Shortened(string stem, string suffix)
    {
        if (Encoding.UTF8.GetByteCount(suffix) >= MaxBytes)
        {
            // A name that is nothing but endings: cut it as a stem.
            (stem, suffix) = (suffix, "");
        }

        while (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(suffix) > MaxBytes)
        {
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem + suffix;
    }
}
