namespace PdmpAnalytics.Reference;

/// <summary>What <c>reference import</c> can load.</summary>
public enum ReferenceKind
{
    /// <summary>The FDA NDC directory.</summary>
    Ndc,

    /// <summary>ZIP centroids.</summary>
    Zip,

    /// <summary>Conversion factors.</summary>
    Factors,

    /// <summary>A prescriber registry.</summary>
    Prescribers,
}

/// <summary>What an import did.</summary>
/// <param name="Read">Rows of the file, the header aside.</param>
/// <param name="Added">Rows that are new in the store.</param>
/// <param name="Changed">Rows that were there with other content.</param>
/// <param name="Unchanged">Rows that were there as they are.</param>
/// <param name="Skipped">Sound rows of no interest, e.g. products whose ingredient the catalogue does not list.</param>
/// <param name="Problems">Rows at fault, by line and column.</param>
public sealed record ReferenceImport(
    ReferenceKind Kind, long Read, long Added, long Changed, long Unchanged, long Skipped, IReadOnlyList<ReferenceProblem> Problems)
{
    /// <summary>True when the file as a whole was at fault and nothing was imported.</summary>
    public bool IsRejected => Problems.Any(p => p.Line == 0);
}
