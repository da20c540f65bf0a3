using System.Text;

namespace Patella.Kernel.Text.Reasons;

/// <summary>A phrase found: what it is about and where in the canonical text.</summary>
internal readonly record struct PhraseHit(Concept Concept, int Start, int End);

/// <summary>
/// Finds all phrases of the tables in one pass over a text (Aho and Corasick's automaton), so a thousand phrases cost
/// no more than ten.
/// </summary>
internal sealed class PhraseMatcher
{
    /// <summary>Stands between clauses in canonical text.</summary>
    internal const char Break = '|';

    /// <summary>As <see cref="TextNormalizer.Fold"/> leaves them.</summary>
    private static readonly string[] Courtesies = ["please", "pls", "plz", "por favor", "bitte", "svp", "s'il vous plait", "s’il vous plait", "s'il te plait", "per favore", "per piacere", "пожалуйста"];

    private readonly Dictionary<(int Node, char Next), int> _children = [];
    private readonly List<int> _failure = [0];
    private readonly List<int> _shorter = [0];
    private readonly List<List<(Concept Concept, int Length)>?> _ends = [null];

    internal PhraseMatcher(IEnumerable<(Concept Concept, string Phrases)> table)
    {
        foreach (var (concept, phrases) in table)
            foreach (var phrase in phrases.Split('|')) Add(concept, phrase);
        Link();
    }

    /// <summary>
    /// The text as phrases are written: folded, a space at both ends and wherever a script with spaces meets one
    /// without, none between characters of the latter ("人 工" is 人工). What ends a clause becomes a break, which no
    /// phrase crosses: "stuck in customs, agent please" is not about a customs agent. A comma before a word of courtesy ends
    /// none: "a person, please" is one wish. Other signs become spaces.
    /// </summary>
    internal static string Canonical(string? text, int maxLength)
    {
        var folded = TextNormalizer.Fold(text, maxLength);
        var canonical = new StringBuilder(" ", folded.Length + 8);
        for (var i = 0; i < folded.Length; i++)
        {
            var c = folded[i];
            if (Segmenter.IsDense(folded, i, out _)) AppendDense(canonical, c);
            else if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark) AppendSpaced(canonical, c);
            else if (c is '\'' or '’' && JoinsWord(folded, i)) continue;
            else if (EndsClause(c) && !BeforeCourtesy(folded, i)) AppendBreak(canonical);
            else if (canonical[^1] != ' ') canonical.Append(' ');
        }
        if (canonical[^1] != ' ') canonical.Append(' ');
        return canonical.ToString();
    }

    /// <summary>All phrases in the text, except those inside or across a phrase to ignore.</summary>
    internal List<PhraseHit> Find(string canonical)
    {
        var hits = new List<PhraseHit>();
        var node = 0;
        for (var i = 0; i < canonical.Length; i++)
        {
            node = Next(node, canonical[i]);
            for (var end = node; end != 0; end = _shorter[end])
                if (_ends[end] is { } phrases)
                    foreach (var (concept, length) in phrases) hits.Add(new PhraseHit(concept, i + 1 - length, i + 1));
        }
        var ignored = hits.FindAll(h => h.Concept == Concept.Ignore);
        if (ignored.Count > 0) hits.RemoveAll(h => ignored.Exists(g => Hides(g, h)));
        return hits;
    }

    /// <summary>
    /// A phrase to ignore hides what lies inside it or reaches into it by two characters (neighbouring words share
    /// one, their space). The very same phrase in another row of the tables stays.
    /// </summary>
    private static bool Hides(in PhraseHit ignored, in PhraseHit hit)
    {
        if (ignored.Start == hit.Start && ignored.End == hit.End) return hit.Concept == Concept.Ignore;
        var inside = ignored.Start <= hit.Start && hit.End <= ignored.End;
        return inside || Math.Min(ignored.End, hit.End) - Math.Max(ignored.Start, hit.Start) >= 2;
    }

    private void Add(Concept concept, string phrase)
    {
        var open = phrase.EndsWith('*');
        var canonical = Canonical(phrase.TrimEnd('*'), 200);
        var first = Segmenter.IsDense(canonical, 1, out _) ? 1 : 0;
        var last = open || Segmenter.IsDense(canonical, canonical.Length - 2, out _) ? canonical.Length - 1 : canonical.Length;
        var node = 0;
        for (var i = first; i < last; i++)
        {
            if (!_children.TryGetValue((node, canonical[i]), out var child))
            {
                child = _ends.Count;
                _children.Add((node, canonical[i]), child);
                _ends.Add(null);
                _failure.Add(0);
                _shorter.Add(0);
            }
            node = child;
        }
        (_ends[node] ??= []).Add((concept, last - first));
    }

    /// <summary>Children have higher numbers than parents but not than all nodes above them, hence the queue.</summary>
    private void Link()
    {
        var byParent = _children.ToLookup(c => c.Key.Node, c => (c.Key.Next, Child: c.Value));
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var (next, child) in byParent[node])
            {
                var failure = node == 0 ? 0 : Next(_failure[node], next);
                _failure[child] = failure;
                _shorter[child] = _ends[failure] is null ? _shorter[failure] : failure;
                queue.Enqueue(child);
            }
        }
    }

    private int Next(int node, char c)
    {
        while (true)
        {
            if (_children.TryGetValue((node, c), out var child)) return child;
            if (node == 0) return 0;
            node = _failure[node];
        }
    }

    private static void AppendDense(StringBuilder text, char c)
    {
        if (text.Length > 1 && text[^1] == ' ' && IsDense(text[^2])) text.Length--;
        else if (text[^1] != ' ' && !IsDense(text[^1])) text.Append(' ');
        text.Append(c);
    }

    private static bool BeforeCourtesy(string folded, int comma)
    {
        if (folded[comma] != ',') return false;
        var rest = folded.AsSpan(comma + 1).TrimStart(' ');
        foreach (var word in Courtesies)
            if (rest.StartsWith(word, StringComparison.Ordinal) && (rest.Length == word.Length || !char.IsLetter(rest[word.Length]))) return true;
        return false;
    }

    private static bool EndsClause(char c) => c is ',' or '.' or '!' or '?' or ';' or ':' or '。' or '、' or '…' or '¿' or '¡' or '؟' or '،';

    private static void AppendBreak(StringBuilder text)
    {
        if (text.Length == 1 || (text.Length >= 2 && text[^2] == Break)) return;
        if (text[^1] != ' ') text.Append(' ');
        text.Append(Break).Append(' ');
    }

    private static void AppendSpaced(StringBuilder text, char c)
    {
        if (text[^1] != ' ' && IsDense(text[^1])) text.Append(' ');
        text.Append(c);
    }

    /// <summary>"can't" becomes cant; "l'adresse" two words, as everywhere else in search.</summary>
    private static bool JoinsWord(string text, int i)
    {
        var (head, tail) = (0, 0);
        while (i - head - 1 >= 0 && char.IsLetter(text[i - head - 1])) head++;
        while (i + tail + 1 < text.Length && char.IsLetter(text[i + tail + 1])) tail++;
        return !(head <= 2 && tail >= 3);
    }

    private static bool IsDense(char c) => char.IsSurrogate(c) || Segmenter.IsDense(c.ToString(), 0, out _);
}
