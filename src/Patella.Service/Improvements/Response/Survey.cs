using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Response;

/// <summary>Finds whom an incident touched: who spoke at its place since its onset, and who has an order there. What was looked through moves with what was found, in one transaction.</summary>
internal sealed class Survey(IStore store, VoicesOfPlace voices, OrderMirror orders, PersonStore persons, BusinessTime business)
{
    private const int VoicesAtOnce = 500;
    private const int OrdersAtOnce = 200;

    /// <summary>Adds the people of those of the orders that the place of a response has.</summary>
    public static async Task AddOrders(ITransaction transaction, PersonStore persons, ResponseRow row, IReadOnlyList<MirroredOrder> found, long now)
    {
        var until = row.QuietAt ?? now;
        var touched = found.Where(order => order.Person is not null && OrdersOfPlace.WasUnderWay(order, row.Onset, until) && row.Orders!.Has(order)).ToList();
        var known = touched.Count == 0 ? new Dictionary<string, Person>() : await persons.FindMany(transaction, [.. touched.Select(order => order.Person!)]);
        foreach (var order in touched.Where(order => known.ContainsKey(order.Person!)))
        {
            await transaction.Execute(ResponseRows.Sql["AddAffected"], new { row.Incident, Person = known[order.Person!].Id, FoundAt = now, FirstVoiceAt = (long?)null, Voices = 0L, OrderRef = order.Id });
        }
    }

    /// <summary>Goes on with what has not been looked through.</summary>
    /// <returns>Whether there is more.</returns>
    public async Task<bool> Work(TenantId tenant, ResponseRow row, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var more = row.Orders is not null && row.OrdersDone == 0 && await LookThroughOrders(tenant, row.Incident, check, cancellation);
        // A node that everybody is at, and no reason: nobody can be said to have spoken of it.
        return (row.Cause is not null || row.Stage is not null || row.NodeValues.Count > 0) && await Listen(tenant, row, check, cancellation) || more;
    }

    private async Task<bool> Listen(TenantId tenant, ResponseRow row, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var spoken = await voices.Spoken(tenant, row.Voices, row.Onset, row.VoicePosition, VoicesAtOnce, cancellation);
        if (spoken.Scanned == row.VoicePosition)
        {
            return false;
        }

        await store.Write(tenant, async transaction =>
        {
            await check(transaction);
            if (await ResponseRows.Lock(transaction, row.Incident) is not { } now || now.VoicePosition != row.VoicePosition || !now.IsOpen)
            {
                return;
            }

            var strangers = 0L;
            foreach (var heard in spoken.Voices.Count == 0 ? [] : (await Persons(transaction, spoken.Voices)).GroupBy(one => one.Person))
            {
                if (heard.Key is not { } person)
                {
                    strangers += heard.Count();
                    continue;
                }

                await Hear(transaction, now, person, [.. heard.Select(one => (one.Voice, one.Order))]);
            }

            await ResponseRows.Save(transaction, now with { VoicePosition = spoken.Scanned, Strangers = now.Strangers + strangers });
        }, cancellation: cancellation);
        return spoken.Voices.Count >= VoicesAtOnce;
    }

    // After the volume fell, only those who were touched before still count: what else is said then is the usual share.
    private async Task Hear(ITransaction transaction, ResponseRow row, string person, IReadOnlyList<(SpokenVoice Voice, string? Order)> heard)
    {
        var (first, order) = (heard.Min(one => one.Voice.At), heard.Select(one => one.Order).FirstOrDefault(one => one is not null));
        var isNew = row.QuietAt is not { } quiet || first <= quiet;
        await transaction.Execute(ResponseRows.Sql[isNew ? "AddAffected" : "HearAffected"], new { row.Incident, Person = person, FoundAt = business.Now, FirstVoiceAt = (long?)first, Voices = (long)heard.Count, OrderRef = order });
    }

    /// <summary>Whose voices they are: our id, the marketplace's, or by the order that was named.</summary>
    private async Task<IReadOnlyList<(SpokenVoice Voice, string? Person, string? Order)>> Persons(IReader reader, IReadOnlyList<SpokenVoice> spoken)
    {
        var customers = spoken.Select(voice => voice.Customer).OfType<string>().Distinct().ToList();
        var ours = await persons.FindMany(reader, customers);
        var theirs = await persons.FindManyByExternalId(reader, [.. customers.Where(customer => !ours.ContainsKey(customer))]);
        var named = new Dictionary<string, MirroredOrder?>();
        foreach (var order in spoken.Select(voice => voice.Order).OfType<string>().Distinct())
        {
            named[order] = await orders.FindOrder(reader, order);
        }

        var buyers = await persons.FindMany(reader, [.. named.Values.Select(order => order?.Person).OfType<string>()]);
        return [.. spoken.Select(voice =>
        {
            var order = voice.Order is null ? null : named[voice.Order];
            var person = voice.Customer is not { } customer ? null : ours.GetValueOrDefault(customer) ?? theirs.GetValueOrDefault(customer);
            person ??= voice.Customer is null && order?.Person is { } buyer ? buyers.GetValueOrDefault(buyer) : null;
            return (voice, person?.Id, order?.Id);
        })];
    }

    /// <summary>The orders that were there before: a page a transaction. Those that come later are told by the timeline.</summary>
    private async Task<bool> LookThroughOrders(TenantId tenant, string incident, Func<ITransaction, Task> check, CancellationToken cancellation)
        => await store.Write(tenant, async transaction =>
        {
            await check(transaction);
            if (await ResponseRows.Lock(transaction, incident) is not { Orders: { } place, OrdersDone: 0 } row)
            {
                return false;
            }

            var page = await OrdersOfPlace.Page(transaction, place, row.OrderAt, row.OrderId, row.QuietAt ?? business.Now, OrdersAtOnce);
            await AddOrders(transaction, persons, row, page, business.Now);
            var isDone = page.Count < OrdersAtOnce;
            await ResponseRows.Save(transaction, row with { OrderAt = page.Count > 0 ? page[^1].PlacedAt : row.OrderAt, OrderId = page.Count > 0 ? page[^1].Id : row.OrderId, OrdersDone = isDone ? 1 : 0 });
            return !isDone;
        }, cancellation: cancellation);
}
