namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>The releases of the ASAP dispensing report that are read and written.</summary>
public enum AsapRelease : byte
{
    V42,
    V42A,
    V42B,
    V50,
}

/// <summary>How releases are written (TH01).</summary>
public static class AsapReleases
{
    private static readonly string[] Names = ["4.2", "4.2A", "4.2B", "5.0"];

    /// <summary>All of them, oldest first, as TH01 states them.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>TH01 of a release, e.g. <c>4.2B</c>.</summary>
    public static string Name(this AsapRelease release) => Names[(int)release];

    /// <summary>Reads TH01; <c>4.2a</c> is taken for 4.2A.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out AsapRelease release)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text, Names[i]))
            {
                release = (AsapRelease)i;
                return true;
            }
        }

        release = default;
        return false;
    }
}
