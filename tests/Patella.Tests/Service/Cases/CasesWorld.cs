using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Cases;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Conversations;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Knowledge;
using Patella.Service.Ledger;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Service.Search;
using Patella.Service.Standards;
using Patella.Service.Tenants;
using Patella.Tests.Service.Orders;

namespace Patella.Tests.Service.Cases;

/// <summary>Cases on an empty store: four units, people in each, followers and timers run by hand.</summary>
internal sealed class CasesWorld : IAsyncDisposable
{
    public static readonly string[] Units = ["market", "travel", "pay", "experience"];
    private readonly Dictionary<string, long> _read = [];

    private CasesWorld(ServiceWorld world) => World = world;

    public ServiceWorld World { get; }

    public CaseDesk Desk => World.Get<CaseDesk>();

    public CaseTies Ties => World.Get<CaseTies>();

    public CaseStore Store => World.Get<CaseStore>();

    public static async Task<CasesWorld> Create(StoreKind kind)
    {
        var world = await ServiceWorld.Create(kind, services => services
            .AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddSingleton<TimerTable>().AddSingleton<OutgoingMails>().AddSingleton<AnswersByMail>().AddSingleton<ConversationWaits>().AddSingleton<ConversationStore>().AddSingleton<DeskItemStore>().AddSingleton<IStaffCalls>(provider => provider.GetRequiredService<DeskItemStore>()).AddSingleton<KnowledgeBase>()
            .AddAudit().AddParties().AddStandards().AddSearch().AddLedger().AddRemedies().AddOrders().AddCases(),
            "Tenants", "Access", "Audit", "Parties", "Standards", "Search", "Ledger", "Remedies", "Orders", "Knowledge", "Conversations", "Cases");
        await world.Write(async transaction =>
        {
            foreach (var unit in Units)
            {
                await world.Get<TenantStore>().SaveUnit(transaction, new BusinessUnit(unit, unit, new LocalName(unit, unit), unit, false));
                await world.Get<StaffStore>().Save(transaction, Person(unit, Roles.Agent), null);
                await world.Get<StaffStore>().Save(transaction, Person(unit + "-2", Roles.Agent, unit), null);
            }

            await world.Get<StaffStore>().Save(transaction, Person("boss", Roles.Supervisor, "market"), null);
        });
        return new CasesWorld(world);
    }

    /// <summary>An agent of a unit, or <c>boss</c>.</summary>
    public Caller Caller(string name) => new()
    {
        Kind = CallerKind.Staff, Tenant = World.Tenant, Id = name, Name = name, Language = "zh-CN", Permissions = Roles.Of([name == "boss" ? Roles.Supervisor : Roles.Agent]),
    };

    public Task Save(CaseSettings settings) => World.Write(transaction => World.Get<TenantStore>().SaveSetting(transaction, CaseOwners.SettingKey, settings));

    /// <summary>A consumer's conversation with some first words.</summary>
    public async Task<ConversationRow> Talk(string person, string words, string unit = "market", string? order = null, string? tier = null)
        => await World.Write(async transaction =>
        {
            var known = await World.Get<PersonStore>().EnsurePerson(transaction, person, person, "zh-CN", tier);
            var talk = await World.Get<ConversationStore>().Open(transaction, new NewConversation("talk-" + person, known.Id, known.Name, false, tier, unit, unit, order, "zh-CN"));
            await World.Get<ConversationStore>().ConsumerSays(transaction, talk.Id, known.Id, new NewMessage("m1", words, new EntryContent()));
            return talk;
        });

    public async Task<CaseView> Open(string by, string? conversation = null, string? id = null, string? subject = "something is wrong", string? order = null, string? unit = null, string? person = null)
        => Value(await Desk.Open(Caller(by), new OpenCaseRequest(id, conversation is null ? subject : null, conversation, order, person, null, null, unit, null, null, null, null)));

    public static CaseView Value(Outcome<CaseView> outcome)
    {
        Assert.True(outcome.Succeeded, $"{outcome.Problem?.Code}: {outcome.Problem?.Detail} {string.Join("; ", outcome.Problem?.Errors?.Select(error => error.ToString()) ?? [])}");
        return outcome.Value;
    }

    public async Task<CaseState> State(string id) => (await World.Read(reader => Store.Find(reader, id)))!;

    /// <summary>Lets the followers of cases read what is new.</summary>
    public async Task Follow()
    {
        foreach (var reader in new ITimelineReader[] { World.Get<ExceptionOpener>(), World.Get<CaseClockReader>(), World.Get<CaseReplies>(), World.Get<CasePersons>(), World.Get<CaseLeavers>(), World.Get<ClockPersons>(), World.Get<CaseIndexer>() })
        {
            var after = _read.GetValueOrDefault(reader.Name);
            var entries = await World.Read(store => store.Many<TimelineEntry>("select * from timeline where tenant = @tenant and position > @after order by position", new { after }));
            await World.Write(transaction => reader.Apply(transaction, entries));
            _read[reader.Name] = entries.Count > 0 ? entries[^1].Position : after;
        }
    }

    /// <summary>Reads everything a second time.</summary>
    public Task FollowAgain()
    {
        _read.Clear();
        return Follow();
    }

    /// <summary>Moves time and fires what is due, in order.</summary>
    public async Task Pass(TimeSpan time)
    {
        World.Clock.Now += time;
        for (var turn = 0; turn < 5; turn++)
        {
            var due = await World.Read(reader => reader.Many<BusinessTimer>("select * from timer where tenant = @tenant and due_at <= @now order by due_at", new { now = World.Now }));
            foreach (var timer in due)
            {
                await World.Write(async transaction =>
                {
                    if (await transaction.Execute("delete from timer where tenant = @tenant and capability = @Capability and key = @Key and generation = @Generation and due_at = @DueAt", timer) == 1)
                    {
                        await World.Get<IEnumerable<ITimerHandler>>().Single(handler => handler.Capability == timer.Capability).Fire(transaction, timer);
                    }
                });
            }

            await Follow();
            if (due.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>What the consumer was told, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Told(string person)
        => [.. (await World.Timeline()).Where(entry => entry is { Kind: "conversation.message", AuthorParty: "system" }).Where(entry => entry.Person == person).Select(entry => entry.Text!)];

    /// <summary>The mirror's order of a travel unit.</summary>
    public async Task<MirroredOrder> Order(string number, string consumer, string unit = "travel")
    {
        await World.Send(OrdersWorld.Event("order.created", number + "-created", 0, new
        {
            order = new
            {
                number, consumer = new { externalId = consumer, name = consumer, language = "zh-CN" }, merchant = new { externalId = "m-1", name = "Lake hotel" }, unit,
                items = new[] { new { sku = "s-1", productId = "p-1", title = "Room", quantity = 1, price = new { amount = 39900, currency = "CNY" } } },
                total = new { amount = 39900, currency = "CNY" }, placedAt = ServiceWorld.Start,
            },
        }, number, unit: unit));
        return (await World.Order(number))!;
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private static Staff Person(string name, string role, string? unit = null)
        => new(name, name, name + "@acme.example", "zh-CN", [role], [unit ?? name], ["zh-CN"], 3, null, null, "own", true, false);
}
