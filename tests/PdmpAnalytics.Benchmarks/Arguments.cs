namespace PdmpAnalytics.Benchmarks;

/// <summary>Reads <c>--name value</c> from a command line.</summary>
internal static class Arguments
{
    public static string Value(string[] args, string name, string otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
    }
}
