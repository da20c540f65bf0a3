using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Actions.Running;
using Patella.Service.Audit;
using Patella.Service.Bots;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Conversations;
using Patella.Service.Knowledge;
using Patella.Service.Ledger;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Service.Search;
using Patella.Service.Standards;
using Patella.Service.Tenants;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Bots;

public sealed class FirstBotTests
{
    private static readonly string[] Needed = ["Tenants", "Access", "Audit", "Parties", "Standards", "Search", "Ledger", "Remedies", "Orders", "Knowledge", "Conversations"];

    [PostgresFact]
    public async Task Whoever_asks_for_a_person_while_the_bot_thinks_gets_no_answer_of_the_bot_and_does_not_stop_it()
    {
        await using var world = await Begin();
        var (asked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var person = world.Write(async transaction =>
        {
            await Conversations(world).WantPerson(transaction, "talk", Actor.System, null, null);
            asked.SetResult();
            await release.Task;
        });
        await asked.Task;
        var entries = await world.Timeline();
        var bot = world.Write(transaction => world.Get<FirstBot>().Apply(transaction, entries));
        Assert.NotSame(bot, await Task.WhenAny(bot, Task.Delay(TimeSpan.FromMilliseconds(500))));
        release.SetResult();
        await person;
        await bot;
        Assert.DoesNotContain(await world.Timeline(), entry => entry is { Kind: "conversation.message", AuthorParty: Party.Bot });
    }

    private static ConversationStore Conversations(ServiceWorld world) => world.Get<ConversationStore>();

    private static async Task<ServiceWorld> Begin()
    {
        // Nobody shows a photo here, so nothing is given back.
        var world = await ServiceWorld.Create(StoreKind.Postgres, services => services
            .AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddSingleton<TimerTable>().AddSingleton<OutgoingMails>().AddSingleton<AnswersByMail>().AddSingleton<ConversationWaits>().AddSingleton<ConversationStore>().AddSingleton<KnowledgeBase>()
            .AddAudit().AddParties().AddStandards().AddSearch().AddLedger().AddRemedies().AddOrders().AddSingleton(new OwnRefunds(null!, null!)).AddSingleton<FirstBot>(), Needed);
        await world.Write(async transaction =>
        {
            await Conversations(world).Open(transaction, new NewConversation("talk", "consumer", null, true, null, "market", "market", null, "en"));
            await Conversations(world).ConsumerSays(transaction, "talk", "consumer", new NewMessage("first", "Hello, can anybody help?", new EntryContent()));
        });
        return world;
    }
}
