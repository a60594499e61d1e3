using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Cli;

/// <summary>Clinical contexts in words: <c>long term care, taper</c>.</summary>
internal static class ContextWords
{
    public static string Of(FillContext contexts) => string.Join(
        ", ", Enum.GetValues<FillContext>().Where(c => c != FillContext.None && contexts.HasFlag(c)).Select(c => Words(c.ToString())));

    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
