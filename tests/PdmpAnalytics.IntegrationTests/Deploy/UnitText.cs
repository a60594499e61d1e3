using PdmpAnalytics.TestKit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>A file of deploy/systemd, read as far as the tests ask.</summary>
internal sealed class UnitText(string name, string[] lines)
{
    public static UnitText Of(string name) => new(name, File.ReadAllLines(RepositoryFiles.Path("deploy", "systemd", name)));

    public static IReadOnlyList<UnitText> All() =>
        [.. Directory.EnumerateFiles(RepositoryFiles.Path("deploy", "systemd"), "pdmp*.*").Select(Path.GetFileName).Where(f => !f!.EndsWith(".env", StringComparison.Ordinal)).Select(f => Of(f!))];

    public string Name { get; } = name;

    /// <summary>Values of a key, in their order; empty when it is not set.</summary>
    public IReadOnlyList<string> this[string key] =>
        [.. lines.Where(l => l.StartsWith(key + "=", StringComparison.Ordinal)).Select(l => l[(key.Length + 1)..])];

    /// <summary>Of <c>Environment=</c>; none here has blanks in its value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        this["Environment"].SelectMany(e => e.Split(' ')).Select(e => e.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1]));
}
