using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Standards;
using Patella.Service.Tenants;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Conversations;

/// <summary>Many consumers' messages in one transaction stand as if each had been written by itself. PostgreSQL only: the embedded store groups commands itself.</summary>
public sealed class MessagesTogetherTests
{
    private const string Consumer = "consumer";
    private static readonly string[] Open = ["with-bot", "waiting", "closed-just-now"];

    [PostgresTheory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Messages_written_together_are_each_written_once_without_a_gap_and_refused_ones_are_left(int seed)
    {
        await using var world = await Begin();
        var random = new Random(seed);
        string[] conversations = [.. Open, "closed-long-ago", "of-somebody-else", "of-nobody"];
        var messages = Enumerable.Range(0, 120).Select(_ => Message(conversations[random.Next(conversations.Length)], $"m{random.Next(30)}")).ToList();
        var intake = world.Get<MessageIntake>();
        var answers = await Task.WhenAll(messages.Select(async message => (Message: message, Entry: await intake.Take(world.Tenant, message))));

        var taken = answers.Where(answer => answer.Entry is not null).ToList();
        Assert.Equal(
            messages.Where(message => Open.Contains(message.Conversation)).Select(message => (message.Conversation, message.Message.ClientId)).Distinct().Order(),
            taken.Select(answer => (answer.Message.Conversation, answer.Message.Message.ClientId)).Order());
        foreach (var conversation in Open)
        {
            await Check(world, conversation, taken.Where(answer => answer.Message.Conversation == conversation).Select(answer => answer.Entry!).ToList());
        }
    }

    [PostgresFact]
    public async Task A_conversation_that_somebody_holds_is_left_and_keeps_nobody_waiting()
    {
        await using var world = await Begin();
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = world.Write(async transaction =>
        {
            await world.Get<ConversationStore>().Lock(transaction, "waiting");
            held.SetResult();
            await release.Task;
        });
        await held.Task;
        var intake = world.Get<MessageIntake>();
        var both = await Task.WhenAll(intake.Take(world.Tenant, Message("waiting", "a")), intake.Take(world.Tenant, Message("with-bot", "a")));
        release.SetResult();
        await holder;
        Assert.Null(both[0]);
        Assert.NotNull(both[1]);
    }

    private static ConsumerMessage Message(string conversation, string clientId)
        => new(conversation, Consumer, new NewMessage(clientId, "words of " + clientId, new EntryContent()));

    private static async Task Check(ServiceWorld world, string conversation, List<TimelineEntry> taken)
    {
        var store = world.Get<ConversationStore>();
        var (row, entries) = await world.Read(async reader => ((await store.Find(reader, conversation))!, await store.ReadEntries(reader, conversation, 0, 1_000)));
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number), entries.Select(entry => entry.Sequence!.Value));
        Assert.Equal(row.LastSequence, entries[^1].Sequence);
        Assert.Equal(row.LastText, entries[^1].Text);
        Assert.NotEqual(ConversationState.Closed, row.State);
        Assert.Equal(taken.Select(entry => (entry.Sequence, entry.ClientId, entry.Id)).Order(),
            entries.Where(entry => entry.ClientId is not null).Select(entry => (entry.Sequence, entry.ClientId, entry.Id)).Order());
    }

    private static async Task<ServiceWorld> Begin()
    {
        var world = await ServiceWorld.Create(StoreKind.Postgres, services => services.AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddSingleton<TimerTable>().AddAudit().AddStandards()
            .AddSingleton<OutgoingMails>().AddSingleton<AnswersByMail>().AddSingleton<ConversationWaits>().AddSingleton<ConversationStore>().AddSingleton<MessageIntake>(), "Tenants", "Access", "Audit", "Standards", "Conversations");
        await Make(world, "closed-long-ago", Consumer, (store, transaction) => store.Close(transaction, "closed-long-ago", Actor.System));
        world.Clock.Now += TimeSpan.FromHours(80);
        await Make(world, "with-bot", Consumer);
        await Make(world, "waiting", Consumer, (store, transaction) => store.WantPerson(transaction, "waiting", Actor.System, null, null));
        await Make(world, "closed-just-now", Consumer, (store, transaction) => store.Close(transaction, "closed-just-now", Actor.System));
        await Make(world, "of-somebody-else", "somebody-else");
        return world;
    }

    private static Task Make(ServiceWorld world, string id, string person, Func<ConversationStore, ITransaction, Task<Outcome<ConversationRow>>>? then = null) => world.Write(async transaction =>
    {
        var store = world.Get<ConversationStore>();
        await store.Open(transaction, new NewConversation(id, person, null, true, null, "market", "market", null, "en"));
        if (then is not null)
        {
            Assert.True((await then(store, transaction)).Succeeded);
        }
    });
}
