namespace Patella.Kernel.Text.Knowledge;

/// <summary>One thing that is known: how people ask for it and what the answer is.</summary>
public sealed record KnowledgeEntry
{
    /// <summary>The caller's id; unique in one index.</summary>
    public required string Id { get; init; }

    /// <summary>The question or title.</summary>
    public required string Title { get; init; }

    /// <summary>Other ways to ask it, each on its own; what real people wrote is worth most.</summary>
    public IReadOnlyList<string> Phrasings { get; init; } = [];

    /// <summary>The answer; it helps to find the entry, less than the questions do.</summary>
    public string Answer { get; init; } = "";
}

/// <summary>An entry found.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Score">Orders the hits of one query; 0 to about 1.5.</param>
/// <param name="Confidence">
/// 0 to 1, comparable between queries: how much of what was asked the entry's own questions say, and how far the next
/// entry is behind. Below about 0.5 the honest answer is that we do not know.
/// </param>
public readonly record struct KnowledgeHit(string Id, double Score, double Confidence);
