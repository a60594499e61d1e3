namespace PdmpAnalytics.Dispensing;

/// <summary>
/// The state a ZIP code lies in, from its first three digits (US Postal Service prefix ranges, public list L002, 2021).
/// Military and territorial prefixes count as places of their own.
/// </summary>
public static class ZipStates
{
    // First prefix of each range; a range reaches to the next entry.
    private static readonly (int Prefix, string State)[] Ranges =
    [
        (0, ""), (5, "NY"), (6, "PR"), (10, "MA"), (28, "RI"), (30, "NH"), (39, "ME"), (50, "VT"), (55, "MA"), (56, "VT"),
        (60, "CT"), (63, "NY"), (64, "CT"), (70, "NJ"), (90, "AE"), (100, "NY"), (150, "PA"), (197, "DE"), (200, "DC"),
        (201, "VA"), (202, "DC"), (206, "MD"), (220, "VA"), (247, "WV"), (270, "NC"), (290, "SC"), (300, "GA"), (320, "FL"),
        (340, "AA"), (341, "FL"), (350, "AL"), (370, "TN"), (386, "MS"), (398, "GA"), (400, "KY"), (430, "OH"), (460, "IN"),
        (480, "MI"), (500, "IA"), (530, "WI"), (550, "MN"), (569, "DC"), (570, "SD"), (580, "ND"), (590, "MT"), (600, "IL"),
        (630, "MO"), (660, "KS"), (680, "NE"), (700, "LA"), (716, "AR"), (730, "OK"), (733, "TX"), (734, "OK"), (750, "TX"),
        (800, "CO"), (820, "WY"), (832, "ID"), (840, "UT"), (850, "AZ"), (870, "NM"), (885, "TX"), (889, "NV"), (900, "CA"),
        (962, "AP"), (967, "HI"), (969, "GU"), (970, "OR"), (980, "WA"), (995, "AK"),
    ];

    private static readonly byte[] ByPrefix = Index();

    /// <summary>A small number that is equal for ZIPs of one state; 0 for an unknown ZIP.</summary>
    public static int Number(int zip) => zip <= 0 ? 0 : ByPrefix[Math.Min(zip / 100, 999)];

    /// <summary>Two-letter code, empty for an unknown ZIP.</summary>
    public static string Code(int zip) => zip <= 0 ? "" : StateOfPrefix(zip / 100);

    private static string StateOfPrefix(int prefix)
    {
        var state = "";
        foreach (var (first, name) in Ranges)
        {
            if (first > prefix)
            {
                break;
            }

            state = name;
        }

        return state;
    }

    private static byte[] Index()
    {
        var names = Ranges.Select(r => r.State).Distinct().ToList();
        return [.. Enumerable.Range(0, 1000).Select(p => (byte)names.IndexOf(StateOfPrefix(p)))];
    }
}
