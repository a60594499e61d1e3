using System.Globalization;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Where a field stands in a file: the segment and its element, from 1; <c>default</c> where the release has none.</summary>
internal readonly record struct AsapPosition(AsapSegmentKind Segment, byte Element);

/// <summary>
/// What the releases differ in: how many elements their segments have and so which fields they know. Source: the tables of the
/// domain reference, 1.3 and 1.4.
/// </summary>
internal static class AsapFields
{
    /// <summary>The number of the last element by segment, for 4.2, 4.2A, 4.2B and 5.0.</summary>
    private static readonly byte[][] LastElements = new byte[AsapSegmentKinds.Count][];

    private static readonly AsapPosition[][] Positions;

    static AsapFields()
    {
        LastElements[(int)AsapSegmentKind.Unknown] = [0, 0, 0, 0];
        LastElements[(int)AsapSegmentKind.Th] = [9, 9, 9, 9];
        LastElements[(int)AsapSegmentKind.Is] = [3, 3, 3, 5];
        LastElements[(int)AsapSegmentKind.Pha] = [12, 13, 13, 15];
        LastElements[(int)AsapSegmentKind.Pat] = [23, 23, 23, 29];
        LastElements[(int)AsapSegmentKind.Dsp] = [21, 25, 25, 36];
        LastElements[(int)AsapSegmentKind.Pre] = [9, 9, 10, 15];
        LastElements[(int)AsapSegmentKind.Cdi] = [5, 5, 5, 6];
        LastElements[(int)AsapSegmentKind.Air] = [11, 11, 11, 32];
        LastElements[(int)AsapSegmentKind.Tp] = [1, 1, 1, 1];
        LastElements[(int)AsapSegmentKind.Tt] = [2, 2, 2, 2];
        Positions = [.. Enum.GetValues<AsapRelease>().Select(release =>
            Enum.GetValues<SubmittedField>().Select(field => Known(PositionOf(field), release)).ToArray())];
    }

    /// <summary>The number of the last element a release gives a segment; what stands behind it means nothing.</summary>
    public static int LastElement(AsapRelease release, AsapSegmentKind segment) => LastElements[(int)segment][(int)release];

    /// <summary>Position of each field in a release, by <see cref="SubmittedField"/>.</summary>
    public static AsapPosition[] ByField(AsapRelease release) => Positions[(int)release];

    /// <summary>The fields of a segment in the order of its elements, from element 1 to the last one that is read; None where nothing is.</summary>
    public static SubmittedField[] InOrder(AsapRelease release, AsapSegmentKind segment)
    {
        var positions = ByField(release);
        var fields = new SubmittedField[positions.Where(p => p.Segment == segment).Max(p => (int?)p.Element) ?? 0];
        foreach (var field in Enum.GetValues<SubmittedField>())
        {
            if (positions[(int)field] is { Element: > 0 } position && position.Segment == segment)
            {
                fields[position.Element - 1] = field;
            }
        }

        return fields;
    }

    private static AsapPosition Known(AsapPosition position, AsapRelease release) =>
        position.Element <= LastElement(release, position.Segment) ? position : default;

    private static AsapPosition PositionOf(SubmittedField field)
    {
        var name = field.Element();
        for (var kind = AsapSegmentKind.Pha; kind <= AsapSegmentKind.Air; kind++)
        {
            if (name.StartsWith(kind.Id(), StringComparison.Ordinal)
                && byte.TryParse(name.AsSpan(kind.Id().Length), NumberStyles.None, CultureInfo.InvariantCulture, out var element))
            {
                return new AsapPosition(kind, element);
            }
        }

        return default;
    }
}
