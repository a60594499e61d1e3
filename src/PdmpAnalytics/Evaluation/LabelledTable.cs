using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.Evaluation;

/// <summary>A table of numbers to be scored, and what the scores are compared with.</summary>
public sealed record LabelledTable
{
    public required NumericTable Table { get; init; }

    /// <summary>By row: whether it is one to be found, null where the file does not say. Null when no label was asked for.</summary>
    public IReadOnlyList<bool?>? Unusual { get; init; }

    /// <summary>Places of the columns left out because some cell is no number, the first column being 1. Places, because a file without a header has data for names.</summary>
    public required IReadOnlyList<int> IgnoredColumns { get; init; }

    /// <summary>Cells of the numeric columns that hold no finite number.</summary>
    public required long MissingCells { get; init; }

    /// <summary>Null, or how it was decided which label is the unusual one, when nothing in the labels says so.</summary>
    public string? LabelNote { get; init; }
}
