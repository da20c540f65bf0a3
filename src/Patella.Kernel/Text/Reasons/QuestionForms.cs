namespace Patella.Kernel.Text.Reasons;

/// <summary>How a message asks: whether it asks anything at all, and whether it asks how something is done in general rather than about one's own.</summary>
public static class QuestionForms
{
    private const int MaxLength = 1_000;

    private static readonly PhraseMatcher Matcher = new(
    [
        (Concept.Asks, "how do|how does|how can|how to|how much|how many|how long|how about|what is|what are|whats the|what about|what if|which one|can i|can you|could i|could you|do you|do i|does it|does this|does the|is it|is this|is there|is the|are there|are the|will it|will you|will the|may i|should i|wondering if"),
        (Concept.Asks, "吗|么|怎么|怎样|如何|什么|哪个|哪种|哪里|哪些|几个|多少|多久|能不能|可不可以|是不是|有没有|为什么|请问"),
        (Concept.Asks, "puedo|puede|pueden|podria|como se|como puedo|cual|cuanto|hay alguna|est ce que|puis je|pouvez vous|comment|combien|quel|quelle|kann ich|konnen sie|gibt es|wie|welche|ist es|ですか|ますか|でしょうか|どう|posso|como faco|quanto"),
        (Concept.HowTo, "how do i|how do you|how does one|how can i|how to|how would i|what is the way to|怎么|如何|怎样|como puedo|como se|como hago|como faco|comment|wie kann|wie mache|wie geht|どうやって|どうすれば"),
        (Concept.OneOwn, "my|mine|this order|this one|this item|it|我的|我那|我这|这个|这件|这单|这笔|那个|那单|刚买|订单号|mi|mis|mon|ma|mes|mein|meine|meinen|私の|この"),
    ]);

    /// <summary>Whether something is asked, by a sign or by words; in the languages of the tables.</summary>
    public static bool Asks(string? text) => text is not null && (text.AsSpan().IndexOfAny('?', '？') >= 0 || Has(text, Concept.Asks));

    /// <summary>"How does one return something": a way to do it is asked for, and nothing of one's own is named.</summary>
    public static bool IsHowTo(string? text) => Has(text, Concept.HowTo) && !Has(text, Concept.OneOwn);

    private static bool Has(string? text, Concept concept) => Matcher.Find(PhraseMatcher.Canonical(text, MaxLength)).Exists(hit => hit.Concept == concept);
}
