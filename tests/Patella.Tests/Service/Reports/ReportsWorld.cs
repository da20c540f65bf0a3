using Microsoft.Extensions.DependencyInjection;
using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Reports;
using Patella.Service.Tenants;

namespace Patella.Tests.Service.Reports;

/// <summary>Reports on an empty store with two units, fed by entries that a test writes, read by a follower that a test moves.</summary>
internal sealed class ReportsWorld(ServiceWorld world) : IAsyncDisposable
{
    public const long Second = Microseconds.PerSecond;
    public const long Hour = 3_600 * Second;
    private int _ids;

    public ServiceWorld World => world;

    public static async Task<ReportsWorld> Create(StoreKind kind)
    {
        var world = await ServiceWorld.Create(
            kind, services => services.AddSingleton<TenantStore>().AddSingleton<TimerTable>().AddAudit().AddSingleton<ReportDesk>().AddSingleton<Deliveries>()
                .AddSingleton<ReportMails>().AddSingleton<OutgoingMails>().AddSingleton(new PlatformOptions { DataFolder = "" }), "Tenants", "Audit", "Connectors", "Conversations", "Reports");
        await world.Write(async transaction =>
        {
            foreach (var code in new[] { "market", "travel" })
            {
                await world.Get<TenantStore>().SaveUnit(transaction, new BusinessUnit(code, code, new LocalName(code, code), code, false));
            }
        });
        return new ReportsWorld(world);
    }

    /// <summary>A conversation's own row, as far as reports look at it.</summary>
    public Task Row(string id, string entrance = "market", string language = "en") => world.Write(transaction => transaction.Execute(
        """
        insert into conversation (tenant, id, state, person, anonymous, entry_unit, unit, language, channel, opened_at, last_sequence, last_at, last_by)
        values (@tenant, @id, 'bot', 'p', 0, @entrance, @entrance, @language, 'chat', 0, 0, 0, 'system') on conflict (tenant, id) do nothing
        """, new { id, entrance, language }));

    public TimelineEntry Entry(string kind, string conversation, long sequence, long at, string by = "system", object? data = null, string unit = "market", string? person = null, string? order = null) => new()
    {
        Id = $"e{++_ids:D8}", Kind = kind, At = at, RecordedAt = at, Conversation = conversation, Sequence = sequence, Unit = unit, Person = person ?? "person-of-" + conversation, OrderRef = order,
        AuthorParty = by, Data = data is null ? null : Json.Write(data),
    };

    public TimelineEntry Says(string conversation, long sequence, long at, string? order = null, string? person = null, string unit = "market")
        => Entry("conversation.message", conversation, sequence, at, "consumer", order: order, person: person, unit: unit);

    public TimelineEntry Replies(string conversation, long sequence, long at, string by = "bot", string? person = null, string? order = null)
        => Entry("conversation.message", conversation, sequence, at, by, new EntryContent { Useful = true }, person: person, order: order);

    public Task Append(params IEnumerable<TimelineEntry> entries) => world.Write(async transaction =>
    {
        foreach (var entry in entries)
        {
            await transaction.Append(entry);
        }
    });

    /// <summary>Reads what the timeline has in batches of the given lengths, as the follower does; a batch for which <paramref name="dies"/> is rolled back and read again.</summary>
    public async Task Follow(Func<int>? length = null, Func<bool>? dies = null)
    {
        while (true)
        {
            var from = await world.Read(reader => TimelineCursor.Find(reader, ReportFollower.ReaderName));
            var batch = (await world.Timeline()).Where(entry => entry.Place > from).Take(length?.Invoke() ?? 500).ToList();
            if (batch.Count == 0)
            {
                return;
            }

            await Read(from, batch, dies?.Invoke() == true);
        }
    }

    public Task<IReadOnlyList<ContactLine>> Lines() => world.Read(reader => reader.Many<ContactLine>("select * from contact_line where tenant = @tenant order by conversation"));

    /// <summary>The sums of all slots that are not all zero, as texts that can be compared.</summary>
    public async Task<IReadOnlyList<string>> Slots()
    {
        var values = string.Join(" || ' ' || ", Sums.Columns.Select(column => $"cast({column} as text)"));
        var rows = await world.Read(reader => reader.Many<string>($"select grain || ' ' || entrance || ' ' || language || ' ' || unit || ' ' || slot || ' = ' || {values} from report_slot where tenant = @tenant"));
        return [.. rows.Where(row => row[(row.IndexOf('=', StringComparison.Ordinal) + 1)..].Any(c => c is not ('0' or ' '))).Order(StringComparer.Ordinal)];
    }

    /// <summary>The same from lines, added up anew.</summary>
    public static IReadOnlyList<string> Recount(IEnumerable<ContactLine> lines)
    {
        var sums = new SlotSums();
        foreach (var line in lines)
        {
            sums.Replace(null, line);
        }

        return [.. sums.Changed().Select(pair => $"{pair.Key.Grain} {pair.Key.Entrance} {pair.Key.Language} {pair.Key.Unit} {pair.Key.Slot} = {string.Join(' ', pair.Value)}").Order(StringComparer.Ordinal)];
    }

    public async Task<OverviewView> Overview(string from, string to, string zone = "UTC", string? unit = null, string? entrance = null, string? language = null)
    {
        var view = await world.Get<ReportDesk>().Overview(world.Tenant, new ReportQuery(from, to, zone, unit, entrance, language));
        Assert.Null(view.Problem?.Detail);
        return view.Value;
    }

    public static double? Of(OverviewView view, string figure) => view.Figures.Single(one => one.Key == figure).Value;

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private async Task Read(TimelinePosition from, List<TimelineEntry> batch, bool dies)
    {
        try
        {
            await world.Write(async transaction =>
            {
                await TimelineCursor.Move(transaction, ReportFollower.ReaderName, from, batch[^1].Place);
                await new ReportFollower().Apply(transaction, batch);
                if (dies)
                {
                    throw new InvalidOperationException("died before the commit");
                }
            });
        }
        catch (InvalidOperationException died) when (dies && died.Message == "died before the commit")
        {
            // Nothing of it happened; the next round reads it again.
        }
    }
}
