using System.Text;

namespace PdmpAnalytics.Tests.Reference;

/// <summary>Reference files written in the test.</summary>
internal static class ReferenceText
{
    /// <summary>Opens lines as a file; may be opened again and again.</summary>
    public static Func<Stream> Of(params string[] lines) =>
        () => new MemoryStream(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n"));

    /// <summary>The same with tabs where the test has bars.</summary>
    public static Func<Stream> Tabs(params string[] lines) => Of([.. lines.Select(l => l.Replace('|', '\t'))]);
}
