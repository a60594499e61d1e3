using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Practices;

/// <summary>Prescribers and practices of every site, ready for <see cref="DispensingReference"/>.</summary>
public sealed class PracticeGroups
{
    /// <summary>By site id; ids without a site hold <c>default</c>.</summary>
    public required PrescriberSiteFacts[] Sites { get; init; }

    /// <summary>By practice id, which is the smallest id of its sites; other ids hold an empty text.</summary>
    public required string[] PracticeNames { get; init; }
}
