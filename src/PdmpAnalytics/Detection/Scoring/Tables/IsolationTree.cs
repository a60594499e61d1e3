using System.Runtime.InteropServices;

namespace PdmpAnalytics.Detection.Scoring.Tables;

/// <summary>
/// One tree of an isolation forest (Liu, Ting and Zhou 2008): a column drawn at random among those that still differ, a cut
/// drawn evenly between its lowest and highest value, until a row stands alone or the tree is as deep as a balanced one.
/// </summary>
public sealed class IsolationTree
{
    private readonly Node[] _nodes;

    private IsolationTree(Node[] nodes) => _nodes = nodes;

    /// <summary>Grows a tree over the rows of a sample.</summary>
    internal static IsolationTree Grow(NumericTable sample, SeededRandom random) => new(new IsolationTreeGrower(sample, random).Grow());

    /// <summary>
    /// Edges from the root to the row's leaf, and what a leaf of several rows would still have needed. A missing cell follows
    /// the side that more of the sample went to, so it isolates nobody.
    /// </summary>
    public double PathLength(ReadOnlySpan<double> row)
    {
        ref readonly var node = ref _nodes[0];
        while (node.Column >= 0)
        {
            var value = row[node.Column];
            var high = value > node.Value || (double.IsNaN(value) && node.MissingGoesHigh);
            node = ref _nodes[node.LowChild + (high ? 1 : 0)];
        }

        return node.Value;
    }

    /// <summary>Mean path length of an unsuccessful search in a binary search tree of so many keys: c(n) of Liu et al. 2008.</summary>
    public static double ExpectedPathLength(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => 2 * (Math.Log(rows - 1) + EulerGamma) - 2.0 * (rows - 1) / rows,
    };

    private const double EulerGamma = 0.57721566490153286;

    /// <summary>A cut, or a leaf.</summary>
    /// <param name="Value">The cut: at or below it is low. In a leaf: the path length.</param>
    /// <param name="Column">-1 in a leaf.</param>
    /// <param name="LowChild">Place of the low child; the high one is next to it.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Node(double Value, short Column, short LowChild, bool MissingGoesHigh);
}
