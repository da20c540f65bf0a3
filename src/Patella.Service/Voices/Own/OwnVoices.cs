using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Voices.Intake;

namespace Patella.Service.Voices.Own;

/// <summary>
/// Makes voices of what our own timeline tells: consumers' turns, finished conversations, ratings, what the bot could not answer. A voice has the id of its entry, so an entry
/// that is read twice is heard once: the append comes first, the cursor after it.
/// </summary>
internal sealed class OwnVoices(TenantId tenant, IStore store, IBus bus, VoiceIntake intake, OwnContext context) : IPartitionOwner
{
    public const string ReaderName = "voices-own";
    private const int AtOnce = 500;
    private const int TextOfConversation = 2_000;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public static string Partition(TenantId tenant) => TimelineFollower.Partition(tenant, ReaderName);

    public static bool Concerns(TimelineEntry entry) => entry.Kind switch
    {
        "conversation.message" => entry is { AuthorParty: Party.Consumer, Text.Length: > 0, Conversation: not null },
        "conversation.closed" or "conversation.abandoned" => entry.Conversation is not null,
        "conversation.rated" => entry.Conversation is not null,
        "conversation.person-requested" => entry is { AuthorParty: Party.Bot, Conversation: not null },
        "survey.answered" or "survey.recorded" => entry.Text is { Length: > 0 },
        "order.rated" => entry.OrderRef is not null,
        _ => false,
    };

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, BusTopics.Timeline(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (!await Work(ownership.Check, ownership.Lost))
            {
                await wake.Sleep(Slow, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException($"{ReaderName} follows the timeline and takes no commands.");

    /// <summary>Takes the next entries in.</summary>
    /// <returns>False when there were none.</returns>
    internal async Task<bool> Work(Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var from = await store.Read(tenant, reader => TimelineCursor.Find(reader, ReaderName), cancellation);
        var entries = await store.ReadTimeline(tenant, from, AtOnce, cancellation);
        if (entries.Count == 0)
        {
            return false;
        }

        var told = entries.Where(Concerns).ToList();
        var voices = told.Count == 0 ? [] : await store.Read(tenant, reader => Voices(reader, told), cancellation);
        if (voices.Count > 0)
        {
            await intake.TakeOwn(tenant, voices, cancellation);
        }

        await store.Write(tenant, async transaction =>
        {
            await check(transaction);
            await TimelineCursor.Move(transaction, ReaderName, from, entries[^1].Place);
        }, cancellation: cancellation);
        return true;
    }

    private async Task<IReadOnlyList<Voice>> Voices(IReader reader, IReadOnlyList<TimelineEntry> entries)
    {
        var voices = new List<Voice>();
        var known = await context.Of(reader, entries);
        foreach (var entry in entries)
        {
            var conversation = known.Conversations.GetValueOrDefault(entry.Conversation ?? "");
            var (source, text, rating) = entry.Kind switch
            {
                "conversation.message" => (VoiceSources.Chat, entry.Text!, (int?)null),
                "conversation.closed" or "conversation.abandoned" => (VoiceSources.Conversation, await context.Said(reader, entry, TextOfConversation), Stars(conversation?.Satisfied)),
                "conversation.rated" => (VoiceSources.Rating, conversation?.Comment ?? "", Stars(conversation?.Satisfied)),
                "conversation.person-requested" => (VoiceSources.BotFailure, await context.LastSaid(reader, entry), null),
                "order.rated" => (VoiceSources.Rating, entry.Text ?? "", known.RatingOf(entry.OrderRef)),
                _ => (VoiceSources.Survey, entry.Text!, null),
            };
            // A conversation in which nobody said anything, and a rating without stars and words, tell nothing.
            if (text.Length > 0 || rating is not null)
            {
                voices.Add(known.Complete(new Voice(entry.Id, source, entry.At, conversation?.Channel ?? "order", "consumer", entry.Person, conversation?.Language, text, Conversation: entry.Conversation, Rating: rating), entry));
            }
        }

        return voices;
    }

    private static int? Stars(long? satisfied) => satisfied is >= 1 and <= 5 ? (int)satisfied : null;
}

/// <summary>The own voices of every tenant as background work.</summary>
internal sealed class OwnWorker(IStore store, IBus bus, VoiceIntake intake, OwnContext context) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (OwnVoices.Partition(tenant), new OwnVoices(tenant, store, bus, intake, context));
}
