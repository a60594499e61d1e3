namespace PdmpAnalytics.Practices;

/// <summary>Numbers and name that one prescriber was submitted under, as far as grouping needs them; blank text is not reported.</summary>
public sealed record PrescriberNumber(int Id, string Npi, string Dea, string DeaSuffix, string LastName)
{
    /// <summary>The row's id only.</summary>
    public override string ToString() => $"prescriber number {Id}";
}
