namespace PdmpAnalytics.Ingestion;

/// <summary>One fault of a submitted file: where and what, never the value.</summary>
public sealed class SubmissionError
{
    public required int SubmissionId { get; init; }

    /// <summary>Position within the file's faults, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>Line on which the record starts, from 1 (the header's line for CSV); 0 for the file as a whole.</summary>
    public required int Line { get; init; }

    /// <summary>Column of the file the fault was found in; empty for the record as a whole.</summary>
    public required string Field { get; init; }
    public required SubmissionErrorCode Code { get; init; }
    public required SubmissionErrorLevel Level { get; init; }
}

/// <summary>What a fault means for its record or file.</summary>
public enum SubmissionErrorLevel : byte
{
    /// <summary>Loaded; for the submitter's information.</summary>
    Information = 1,

    /// <summary>Loaded with a warning.</summary>
    Minor = 2,

    /// <summary>Loaded, flagged and listed for correction; rules whose arithmetic uses the field leave the fill out.</summary>
    Serious = 3,

    /// <summary>The record is not loaded.</summary>
    RejectsRecord = 4,

    /// <summary>Nothing of the file is loaded.</summary>
    RejectsFile = 5,
}
