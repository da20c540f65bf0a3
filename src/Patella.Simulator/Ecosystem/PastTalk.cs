namespace Patella.Simulator.Ecosystem;

/// <summary>What was said in a finished conversation, before it has times.</summary>
internal sealed record PastTalk(bool NeedsPerson, IReadOnlyList<(string By, string Text)> Lines)
{
    private const double ShareSolvedByBot = 0.6;

    /// <summary>A talk about a status, a known question, or a problem for a person, as the language and unit allow.</summary>
    public static PastTalk Make(string unit, string language, SimulatedOrder? order, SeededRandom random)
    {
        if (random.Chance(ShareSolvedByBot))
        {
            var known = KnowledgeCatalogue.All.Where(article => article.Language == language && (article.Unit ?? unit) == unit).ToList();
            if (order is not null && (known.Count == 0 || random.Chance(0.5)))
            {
                return Status(language, order, random);
            }
            if (known.Count > 0)
            {
                return Known(random.Pick(known), language, random);
            }
        }
        var dialogues = DialogueCatalogue.For(unit, language);
        return dialogues.Count > 0 ? Person(random.Pick(dialogues), language, random) : Free(language, random);
    }

    /// <summary>The same with a time each: the bot answers in seconds, people in tens of seconds.</summary>
    public IReadOnlyList<PastEntry> Times(DateTimeOffset opened, SeededRandom random)
    {
        var at = opened;
        var entries = new List<PastEntry>();
        foreach (var (by, text) in Lines)
        {
            at = entries.Count == 0 ? at : at.AddSeconds(by == "bot" ? random.Between(1, 3) : random.Between(12, 70));
            entries.Add(new PastEntry(at, by, text));
        }
        return entries;
    }

    private static PastTalk Status(string language, SimulatedOrder order, SeededRandom random)
    {
        var answer = random.Pick(LineCatalogue.For("bot-status", language))
            .Replace("{order}", order.Number, StringComparison.Ordinal)
            .Replace("{state}", StateWord(order.Fate).For(language), StringComparison.Ordinal);
        return new PastTalk(false,
            [("consumer", Pick("status", language, random)), ("bot", answer), ("consumer", Pick("thanks", language, random))]);
    }

    private static PastTalk Known(KnowledgeText article, string language, SeededRandom random) => new(false,
        [("consumer", random.Pick([article.Title, .. article.Phrasings])), ("bot", article.Text), ("consumer", Pick("thanks", language, random))]);

    private static PastTalk Person(Dialogue dialogue, string language, SeededRandom random)
    {
        var lines = dialogue.Lines.Select(line => (line.ByConsumer ? "consumer" : "agent", line.Text)).ToList();
        lines.Insert(1, ("bot", Pick("bot-handover", language, random)));
        lines.Add(("consumer", Pick("thanks", language, random)));
        return new PastTalk(true, lines);
    }

    private static PastTalk Free(string language, SeededRandom random) => new(true,
    [
        ("consumer", Pick("person", language, random)), ("bot", Pick("bot-handover", language, random)), ("agent", Pick("agent-answer", language, random)),
        ("consumer", Pick("more", language, random)), ("agent", Pick("agent-close", language, random)),
    ]);

    private static string Pick(string purpose, string language, SeededRandom random) => random.Pick(LineCatalogue.For(purpose, language));

    private static Bilingual StateWord(OrderFate fate) => fate switch
    {
        OrderFate.Unpaid => new("待付款", "unpaid"),
        OrderFate.Paid or OrderFate.PaidLate => new("待发货", "waiting to be shipped"),
        OrderFate.Delivered or OrderFate.Finished => new("已送达", "delivered"),
        OrderFate.Cancelled => new("已取消", "cancelled"),
        OrderFate.Refunding or OrderFate.Lost => new("退款处理中", "refund in progress"),
        OrderFate.Refunded => new("已退款", "refunded"),
        _ => new("运输中", "on the way"),
    };
}
