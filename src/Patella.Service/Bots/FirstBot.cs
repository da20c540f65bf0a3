using System.Text.Json;
using System.Text.RegularExpressions;
using Patella.Kernel.Text;
using Patella.Kernel.Text.Reasons;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Actions.Running;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Knowledge;
using Patella.Service.Orders;

namespace Patella.Service.Bots;

/// <summary>Answers consumers' messages as they are committed: its answer and its cursor stand in one transaction, so each message is answered once.</summary>
public sealed partial class FirstBot(ConversationStore conversations, OrderMirror orders, OrderCards cards, KnowledgeBase knowledge, OwnRefunds refunds) : ITimelineReader
{
    private const int OrdersSeen = 20;
    private const int TextSeen = 1_000;
    private const double LanguageSure = 0.75;
    private static readonly LocalTexts Texts = new(typeof(FirstBot).Assembly, "Bots.Texts.bot.json");

    public string Name => "bots";

    /// <summary>Each answer locks its conversation, and its consumer may be writing already.</summary>
    public int BatchLimit => 50;

    // Somebody of the staff has it: not the bot's business, without a look at the store.
    public bool Concerns(TimelineEntry entry) => entry is { Kind: "conversation.message", AuthorParty: Party.Consumer, Staff: null, Conversation: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var asked = entries.Where(Concerns).ToList();
        var mine = await conversations.OfBot(transaction, asked.Select(entry => entry.Conversation!).Distinct().ToArray());
        foreach (var entry in asked.Where(entry => mine.Contains(entry.Conversation!)))
        {
            // Locked, not only read: whoever asks for a person at this moment is waited for, and then it is no longer the bot's.
            if (await conversations.Lock(transaction, entry.Conversation!) is { State: ConversationState.Bot } row)
            {
                await Answer(transaction, row, entry);
            }
        }
    }

    private async Task Answer(ITransaction transaction, ConversationRow row, TimelineEntry entry)
    {
        var text = entry.Text is { Length: > TextSeen } ? entry.Text[..TextSeen] : entry.Text ?? "";
        var language = LanguageOf(text, row.Language);
        var known = await orders.OrdersOf(transaction, row.Person, OrdersSeen);
        var mention = ItemMention.Find(text, known);
        var chosen = await Chosen(transaction, row, entry, text, known, mention);
        var articles = await knowledge.Answer(transaction, text, language, chosen?.Unit ?? row.Unit);
        var decision = BotRules.Decide(new BotFacts(Guess(text, mention), known, chosen, articles, await NotUnderstood(transaction, row, entry), QuestionForms.IsHowTo(text), HasPhoto(entry)));
        if (decision.Act == BotAct.GiveBack && !await refunds.Give(transaction, "broken:" + entry.Id, row.Id, decision.Order!, Texts.In(language, "broken.reason")))
        {
            decision = new BotDecision(BotAct.HandOver, decision.Order);
        }

        await Understand(transaction, row, decision.Order, language);
        await Say(transaction, row, entry, decision, language);
    }

    private static bool HasPhoto(TimelineEntry entry) => Json.Read<EntryContent>(entry.Data)?.Files?.Any(file => file.ContentType.StartsWith("image/", StringComparison.Ordinal)) == true;

    /// <summary>The reason; where the words alone do not tell it, with the thing that was bought read as an order.</summary>
    private static ReasonGuess Guess(string text, ItemMention.Found? mention)
    {
        var guess = ReasonClassifier.Guess(text);
        return mention is not null && (guess.Reason == Reason.Other || guess.Score < BotRules.Sure) ? ReasonClassifier.Guess(mention.Text) : guess;
    }

    /// <summary>The language a message is surely in, else that of the conversation.</summary>
    private static string LanguageOf(string text, string current)
    {
        var guess = LanguageDetector.Detect(text, current);
        return guess.Confidence >= LanguageSure && !current.StartsWith(guess.Language[..2], StringComparison.OrdinalIgnoreCase) ? guess.Language == "zh" ? "zh-CN" : guess.Language : current;
    }

    /// <summary>The order tapped, named by number, named by what was bought, or already talked about.</summary>
    private async Task<MirroredOrder?> Chosen(IReader reader, ConversationRow row, TimelineEntry entry, string text, IReadOnlyList<MirroredOrder> known, ItemMention.Found? mention)
    {
        if (Json.Read<EntryContent>(entry.Data)?.About?.GetValueOrDefault("order") is { } tapped && known.FirstOrDefault(order => order.Id == tapped) is { } picked)
        {
            return picked;
        }

        foreach (var number in OrderNumber().Matches(text).Take(3).Select(match => match.Value))
        {
            var named = known.FirstOrDefault(order => string.Equals(order.Number, number, StringComparison.OrdinalIgnoreCase)) ?? await orders.FindOrder(reader, number);
            if (named is not null && await orders.IsOf(reader, named, row.Person))
            {
                return named;
            }
        }

        if (mention is not null)
        {
            return mention.Order;
        }

        return row.OrderId is { } current ? known.FirstOrDefault(order => order.Id == current) : null;
    }

    /// <summary>How many of the bot's last words in a row were a question back.</summary>
    private async Task<int> NotUnderstood(IReader reader, ConversationRow row, TimelineEntry entry)
    {
        var before = await conversations.ReadEntries(reader, row.Id, Math.Max(0, entry.Sequence!.Value - 6), 6);
        return before.Where(earlier => earlier.Sequence < entry.Sequence && earlier.AuthorParty == Party.Bot)
            .Reverse().TakeWhile(earlier => Json.Read<EntryContent>(earlier.Data)?.About?.GetValueOrDefault("act") == nameof(BotAct.AskMore)).Count();
    }

    private async Task Understand(ITransaction transaction, ConversationRow row, MirroredOrder? order, string language)
    {
        var unit = order?.Unit ?? row.Unit;
        if ((order is not null && order.Id != row.OrderId) || unit != row.Unit || language != row.Language)
        {
            await conversations.About(transaction, row.Id, order?.Id, unit, language);
        }
    }

    private async Task Say(ITransaction transaction, ConversationRow row, TimelineEntry entry, BotDecision decision, string language)
    {
        var content = new EntryContent
        {
            Name = "Patella",
            Useful = decision.Act is BotAct.TellStatus or BotAct.GiveArticle or BotAct.GiveBack,
            Canned = decision.Act is BotAct.TellStatus or BotAct.GiveArticle or BotAct.GiveBack ? null : true,
            Cards = await Cards(transaction, decision, language),
            QuickReplies = decision.Act is BotAct.HandOver or BotAct.Thank ? null : [new QuickReply("person", Texts.In(language, "person"))],
            About = new Dictionary<string, string> { ["act"] = decision.Act.ToString() },
        };
        var said = await conversations.BotSays(transaction, row.Id, new NewMessage($"bot:{entry.Id}", await Words(transaction, decision, language), content));
        if (said.Succeeded && decision.Act == BotAct.HandOver)
        {
            var reason = ReasonClassifier.Guess(entry.Text).Reason;
            await conversations.WantPerson(transaction, row.Id, new Actor(Party.Bot), decision.Order?.Unit, reason.Code(), null, [HandOverCard(entry, decision, reason, language)]);
        }
    }

    private async Task<string> Words(IReader reader, BotDecision decision, string language) => decision.Act switch
    {
        BotAct.Greet => Texts.In(language, "greeting"),
        BotAct.Thank => Texts.In(language, "thanks"),
        BotAct.TellStatus => await cards.Summary(reader, decision.Order!, language),
        BotAct.GiveArticle => decision.Article!.Article.Answer,
        BotAct.SayNoOrder => Texts.In(language, "no-order"),
        BotAct.AskMore => Texts.In(language, "say-more"),
        BotAct.HandOver => Texts.In(language, "handover"),
        BotAct.GiveBack => Texts.In(language, "broken"),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Act, "unknown act"),
    };

    private async Task<IReadOnlyList<JsonElement>?> Cards(IReader reader, BotDecision decision, string language) => decision switch
    {
        { Act: BotAct.TellStatus, Order: { } order } => [JsonSerializer.SerializeToElement(new { type = "order", order = await cards.Of(reader, order, language) }, Json.Options)],
        { Act: BotAct.GiveArticle, Article: { } answer } => [JsonSerializer.SerializeToElement(new { type = "article", id = answer.Article.Id, title = answer.Article.Title }, Json.Options)],
        _ => null,
    };

    /// <summary>What is already known, so that nobody has to ask again.</summary>
    private static JsonElement HandOverCard(TimelineEntry entry, BotDecision decision, Reason reason, string language)
    {
        var summary = new List<object> { new { label = Texts.In(language, "known.said"), value = entry.Text ?? "" } };
        if (decision.Order is { } order)
        {
            summary.Add(new { label = Texts.In(language, "known.order"), value = order.Number });
        }

        summary.Add(new { label = Texts.In(language, "known.reason"), value = reason.Code() });
        return JsonSerializer.SerializeToElement(new { type = "handover", summary }, Json.Options);
    }

    [GeneratedRegex("#?[A-Za-z]{0,4}-?[0-9][0-9A-Za-z-]{4,28}")]
    private static partial Regex OrderNumber();
}
