namespace PdmpAnalytics.Synthetic;

/// <summary>The small tables beside this code (places, names): plain commas, no quotes, one header line.</summary>
internal static class EmbeddedTable
{
    public static IEnumerable<string[]> Rows(string fileName)
    {
        var assembly = typeof(EmbeddedTable).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("Synthetic." + fileName, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }
}
