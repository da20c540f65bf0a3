using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

/// <summary>POST /conversations: a consumer begins, with whatever they know. Nobody asks them what kind of problem it is.</summary>
/// <param name="AppVersion">Version of the marketplace's app or page they speak from, 1 to 40 characters; null when it is not known.</param>
public sealed record OpenRequest(string? Id, string? EntryUnit, string? OrderId, string? Language, MessageRequest? Message, string? AppVersion = null);

internal sealed class OpenConversation(IStore store, TenantStore tenants, ConversationStore conversations, ConversationDesk desk, PersonStore persons, OrderMirror orders, IIdentifiers identifiers)
{
    public async Task<Outcome<ConversationView>> Run(Caller caller, OpenRequest request)
    {
        var check = new Validation().Id(request.Id, "/id", required: false).Id(request.EntryUnit, "/entryUnit", required: false)
            .Text(request.Language ?? "", "/language", 0, 20).Text(request.AppVersion ?? "", "/appVersion", 0, 40)
            .Must(request.Message is null || !string.IsNullOrWhiteSpace(request.Message.ClientId), "/message/clientId", "Is required.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var opened = await store.Write(caller.Tenant, transaction => Open(transaction, caller, request));
        if (opened.Problem is not null || request.Message is null)
        {
            return opened.Select(row => Views.ForConsumer(Views.Of(row)));
        }

        // The first message is a message like any other: the same id sent again is the same message.
        var posted = await desk.Post(caller, opened.Value.Id, request.Message);
        return posted.Problem is { } problem ? problem : Views.ForConsumer(Views.Of((await store.Read(caller.Tenant, reader => conversations.Find(reader, opened.Value.Id)))!));
    }

    private async Task<Outcome<ConversationRow>> Open(ITransaction transaction, Caller caller, OpenRequest request)
    {
        if (request.Id is not null && await conversations.Find(transaction, request.Id) is { } there)
        {
            return there.Person == caller.Id ? there : Problem.Conflict("id-taken", "This id is in use.");
        }

        var units = await tenants.ListUnits(transaction);
        var entry = request.EntryUnit is null ? units.FirstOrDefault()?.Code : units.FirstOrDefault(unit => unit.Code == request.EntryUnit)?.Code;
        if (entry is null)
        {
            return Problem.Invalid("/entryUnit", "Must be the code of a unit of this tenant.");
        }

        var person = await persons.Find(transaction, caller.Id);
        var order = request.OrderId is null ? null : await orders.FindOrder(transaction, request.OrderId);
        if (order is not null && !await orders.IsOf(transaction, order, caller.Id))
        {
            order = null;
        }

        if (request.OrderId is not null && order is null)
        {
            return Problem.Invalid("/orderId", "Must be one of your own orders.");
        }

        return await conversations.Open(transaction, new NewConversation(
            request.Id ?? identifiers.New(), caller.Id, person?.Name, caller.IsVisitor, person?.Tier, entry, order?.Unit ?? entry, order?.Id, request.Language ?? person?.Language ?? caller.Language,
            AppVersion: string.IsNullOrWhiteSpace(request.AppVersion) ? null : request.AppVersion.Trim()));
    }
}
