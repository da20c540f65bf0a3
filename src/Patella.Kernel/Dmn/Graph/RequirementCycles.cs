namespace Patella.Kernel.Dmn.Graph;

/// <summary>Finds decisions that require themselves. Functions may: calling oneself is recursion, which the limits bound.</summary>
internal static class RequirementCycles
{
    internal static IEnumerable<DmnProblem> Find(IReadOnlyList<GraphNode> nodes)
    {
        // Kahn's order: a decision whose requirements never all come free is on a cycle, or behind one.
        var waiting = nodes.ToDictionary(node => node, node => node.Requires.Count(IsDecision));
        ILookup<GraphNode, GraphNode> requiredBy = nodes
            .SelectMany(node => node.Requires.Where(IsDecision).Select(required => (required, node)))
            .ToLookup(pair => pair.required, pair => pair.node);
        var free = new Queue<GraphNode>(nodes.Where(node => waiting[node] == 0));
        while (free.TryDequeue(out GraphNode? node))
        {
            waiting.Remove(node);
            foreach (GraphNode next in requiredBy[node])
            {
                if (--waiting[next] == 0)
                {
                    free.Enqueue(next);
                }
            }
        }

        return waiting.Keys.Where(IsDecision).Select(node => new DmnProblem(node.Place, "the decision requires itself, directly or through others"));
    }

    private static bool IsDecision(GraphNode node) => node.Kind == NodeKind.Decision;
}
