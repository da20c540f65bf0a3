using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Orders;
using Patella.Service.Tenants;

namespace Patella.Service.Voices.Own;

/// <summary>What is known around entries of our own timeline: the conversation, the order at hand, its shop.</summary>
internal sealed class OwnContext(ConversationStore conversations, OrderMirror orders, TenantStore tenants)
{
    private const int EntriesOfConversation = 500;

    public async Task<Known> Of(IReader reader, IReadOnlyList<TimelineEntry> entries)
    {
        var known = new Known();
        foreach (var id in entries.Select(entry => entry.Conversation).OfType<string>().Distinct())
        {
            if (await conversations.Find(reader, id) is { } row)
            {
                known.Conversations[id] = row;
            }
        }

        var ids = entries.Select(entry => entry.OrderRef).Concat(known.Conversations.Values.Select(row => row.OrderId)).OfType<string>().Distinct().ToList();
        foreach (var chunk in ids.Chunk(200))
        {
            foreach (var order in await orders.FindMany(reader, chunk))
            {
                known.Orders[order.Id] = order;
            }
        }

        foreach (var shop in known.Orders.Values.Select(order => order.Merchant).OfType<string>().Distinct())
        {
            known.Categories[shop] = (await tenants.FindMerchantByExternalId(reader, shop))?.Category;
        }

        return known;
    }

    /// <summary>What the consumer said in a conversation up to an entry.</summary>
    public async Task<string> Said(IReader reader, TimelineEntry end, int most)
    {
        var said = string.Join('\n', (await ConsumersWords(reader, end)).Select(entry => entry.Text));
        return said.Length <= most ? said : said[..(char.IsHighSurrogate(said[most - 1]) ? most - 1 : most)];
    }

    /// <summary>The consumer's last words before an entry.</summary>
    public async Task<string> LastSaid(IReader reader, TimelineEntry end) => (await ConsumersWords(reader, end)).LastOrDefault()?.Text ?? "";

    private async Task<IEnumerable<TimelineEntry>> ConsumersWords(IReader reader, TimelineEntry end)
        => (await conversations.ReadEntries(reader, end.Conversation!, 0, EntriesOfConversation)).Where(entry => entry is { Kind: "conversation.message", AuthorParty: Party.Consumer, Text.Length: > 0 } && entry.Sequence < end.Sequence);

    internal sealed class Known
    {
        public Dictionary<string, ConversationRow> Conversations { get; } = [];

        public Dictionary<string, MirroredOrder> Orders { get; } = [];

        public Dictionary<string, string?> Categories { get; } = [];

        public int? RatingOf(string? order) => order is not null && Orders.GetValueOrDefault(order)?.State.Rating is { } rating ? Math.Clamp(rating.Goods, 1, 5) : null;

        /// <summary>The voice with what the order at hand tells.</summary>
        public Voice Complete(Voice voice, TimelineEntry entry)
        {
            var conversation = entry.Conversation is { } where ? Conversations.GetValueOrDefault(where) : null;
            var id = entry.OrderRef ?? conversation?.OrderId;
            voice = voice with { Version = conversation?.AppVersion };
            if (id is null || !Orders.TryGetValue(id, out var order))
            {
                return voice with { Order = id };
            }

            return voice with
            {
                Order = order.Id, Merchant = Value(order.Merchant), Category = Value(order.Merchant is { } shop ? Categories.GetValueOrDefault(shop) : null), Product = Value(order.State.Items.FirstOrDefault()?.ProductId),
                Carrier = Value(order.State.Parcels.LastOrDefault(parcel => parcel.Carrier is not null)?.Carrier), Region = Value(OrderAttributes.Find(order.State, "region")), Customer = voice.Customer ?? order.Person,
            };
        }

        private static string? Value(string? value) => value is { Length: > 0 and <= Intake.VoiceLineRules.ValueLimit } ? value : null;
    }
}
