namespace PdmpAnalytics.Detection.Population;

/// <summary>An undirected graph with weights above 0 over nodes 0 to n-1; no loops, each edge once.</summary>
internal sealed class WeightedGraph(int nodes)
{
    private readonly List<(int Node, double Weight)>[] _neighbours = [.. Enumerable.Range(0, nodes).Select(_ => new List<(int, double)>())];

    public int Nodes => nodes;

    public int Edges { get; private set; }

    public void Add(int a, int b, double weight)
    {
        _neighbours[a].Add((b, weight));
        _neighbours[b].Add((a, weight));
        Edges++;
    }

    public IReadOnlyList<(int Node, double Weight)> Of(int node) => _neighbours[node];
}
