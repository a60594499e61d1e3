namespace PdmpAnalytics.Reference;

/// <summary>Something in a reference file that could not be used: where and what, never the value.</summary>
/// <param name="Line">Line of the file, from 1, the header included; 0 for the file as a whole.</param>
/// <param name="Column">The column at fault as we call it; empty for the whole row.</param>
public sealed record ReferenceProblem(int Line, ReferenceProblemCode Code, string Column)
{
    /// <summary>False for a row that is kept in spite of the fault.</summary>
    public bool LeavesRowOut => Code != ReferenceProblemCode.Strength;

    public override string ToString() => $"line {Line}: {Code} {Column}".TrimEnd();
}

/// <summary>What can be wrong with a reference file.</summary>
public enum ReferenceProblemCode
{
    /// <summary>Not a table at all, or broken compression. Nothing is imported.</summary>
    Unreadable,

    /// <summary>A column that the kind needs is not in the header. Nothing is imported.</summary>
    ColumnMissing,

    /// <summary>The second file of a pair (product.txt beside package.txt) is not there. Nothing is imported.</summary>
    SiblingMissing,

    /// <summary>A row has another number of fields than the header. It is left out.</summary>
    FieldCount,

    /// <summary>An NDC that is none of the known forms. The row is left out.</summary>
    Ndc,

    /// <summary>A package whose product is not listed. The row is left out.</summary>
    ProductMissing,

    /// <summary>A strength or unit that is no amount per unit (homeopathic, activity units, content of a patch). The product is kept without strength.</summary>
    Strength,

    /// <summary>A field that must hold a number in range does not. The row is left out.</summary>
    Number,

    /// <summary>A required field is blank. The row is left out.</summary>
    Blank,

    /// <summary>The same key again with other content. The first row stands.</summary>
    Duplicate,

    /// <summary>An ingredient that the catalogue does not know. The row is left out.</summary>
    IngredientUnknown,

    /// <summary>A set or kind that the product does not know. The row is left out.</summary>
    SetUnknown,

    /// <summary>Neither NPI nor DEA number passes its check. The row is left out.</summary>
    Identifier,
}

/// <summary>What a reader made of one file.</summary>
/// <param name="Read">Rows seen, the header aside.</param>
/// <param name="Skipped">Sound rows of no interest here, e.g. products without a catalogue ingredient.</param>
public sealed record ReferenceRows<TRow>(IReadOnlyList<TRow> Rows, IReadOnlyList<ReferenceProblem> Problems, long Read, long Skipped)
{
    /// <summary>True when the file as a whole is at fault and nothing may be imported.</summary>
    public bool IsRejected => Problems.Any(p => p.Line == 0);
}

internal static class ReferenceRows
{
    /// <summary>A file that cannot be used.</summary>
    public static ReferenceRows<TRow> Rejected<TRow>(ReferenceProblemCode code, string column = "") =>
        new([], [new ReferenceProblem(0, code, column)], 0, 0);
}
