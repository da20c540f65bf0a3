namespace Patella.Kernel.Text.Reasons;

/// <summary>
/// A first guess at why somebody writes, from tables of phrases and rules. No model, no learning: it must work on the
/// first day and its every answer can be explained. A request for a person is looked for hardest.
/// </summary>
public static class ReasonClassifier
{
    private const int MaxLength = 1_000;

    /// <summary>Words, or half as many Chinese characters, up to which a message says little else.</summary>
    private const int ShortWords = 4;

    /// <summary>
    /// Longer messages tell a story ("then I contacted support and they said"); what might be a request counts there
    /// only in the first or last words, where requests stand.
    /// </summary>
    private const int TaleWords = 20;
    private const int TaleEdge = 30;
    private const Concept ToldInTales = Concept.AskMaybe | Concept.PutThrough | Concept.Wish | Concept.Helper | Concept.Somebody;

    /// <summary>A request for a person this clear leads the list.</summary>
    private const double PersonIsClear = 0.75;

    private const double LeastScore = 0.3;

    private static readonly PhraseMatcher Matcher = new(ReasonPhrases.All);

    /// <summary>Guesses the reason of one message in any language of the tables, mixed ones included.</summary>
    public static ReasonGuess Guess(string? text)
    {
        var canonical = PhraseMatcher.Canonical(text, MaxLength);
        var words = Words(canonical);
        var hits = Matcher.Find(canonical);
        if (words > TaleWords) hits.RemoveAll(hit => (hit.Concept & ToldInTales) != 0 && IsInside(hit, canonical));
        var present = hits.Aggregate(Concept.None, (all, hit) => all | hit.Concept);
        if ((present & Concept.Thanks) != 0 && QuestionForms.Asks(text)) present |= Concept.Asks;
        var isShort = words <= ShortWords;
        Span<double> against = stackalloc double[Enum.GetValues<Reason>().Length];
        against.Fill(1);
        foreach (var rule in ReasonRules.All)
        {
            if ((present & rule.All) != rule.All || (present & rule.Without) != 0 || (rule.Short && !isShort)) continue;
            if (rule.Alone && (present & ~(rule.All | Concept.Greeting | Concept.Thanks | Concept.Ignore | Concept.Asks)) != 0) continue;
            if (rule.First != Concept.None && !FollowClosely(hits, rule, canonical)) continue;
            against[(int)rule.Reason] *= 1 - rule.Weight;
        }
        return Rank(against);
    }

    private static ReasonGuess Rank(Span<double> against)
    {
        var candidates = new List<ScoredReason>();
        for (var i = 1; i < against.Length; i++)
            if (against[i] < 1) candidates.Add(new ScoredReason((Reason)i, Math.Round(1 - against[i], 3)));
        candidates.Sort((left, right) => Lead(right).CompareTo(Lead(left)) is var byScore and not 0 ? byScore : left.Reason.CompareTo(right.Reason));
        if (candidates.Count == 0 || candidates[0].Score < LeastScore)
            return new ReasonGuess(Reason.Other, 1 - (candidates.Count == 0 ? 0 : candidates[0].Score), candidates);
        return new ReasonGuess(candidates[0].Reason, candidates[0].Score, candidates);
    }

    private static double Lead(ScoredReason scored) =>
        scored.Reason == Reason.HumanRequest && scored.Score >= PersonIsClear ? 1 + scored.Score : scored.Score;

    private static bool FollowClosely(List<PhraseHit> hits, in ReasonRule rule, string text)
    {
        var then = rule.All & ~rule.First;
        foreach (var first in hits)
        {
            if (first.Concept != rule.First) continue;
            foreach (var second in hits)
            {
                var near = Segmenter.IsDense(text, second.Start, out _) ? rule.Gap / 4 : rule.Gap;
                // Neighbours share the space between them, hence the one character of overlap.
                if (second.Concept != then || second.Start < first.End - 1 || second.Start - first.End > near) continue;
                if (second.Start <= first.End || !text.AsSpan(first.End..second.Start).Contains(PhraseMatcher.Break)) return true;
            }
        }
        return false;
    }

    private static bool IsInside(in PhraseHit hit, string canonical)
    {
        var edge = Segmenter.IsDense(canonical, hit.End - 1, out _) ? TaleEdge / 2 : TaleEdge;
        return hit.Start > edge && hit.End < canonical.Length - edge;
    }

    /// <summary>Words; of scripts without spaces two Chinese characters count as one, or three of the others.</summary>
    private static int Words(string canonical)
    {
        var (words, han, dense) = (0, 0, 0);
        for (var i = 1; i < canonical.Length; i++)
        {
            if (canonical[i] is >= '\u4e00' and <= '\u9fff') han++;
            else if (Segmenter.IsDense(canonical, i, out _)) dense++;
            else if (canonical[i] == ' ' && canonical[i - 1] != PhraseMatcher.Break && !Segmenter.IsDense(canonical, i - 1, out _)) words++;
        }
        return words + (han + 1) / 2 + (dense + 2) / 3;
    }
}
