using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Notifications;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Service.Tenants;

namespace Patella.Service.Improvements.Response;

/// <summary>
/// Tells one person one message, and gives what goes with it: message, gesture, mark and timeline entry are one transaction, so a death at any moment leaves all of it or nothing.
/// The remedy's id is made of incident and person alone: even a second message can never pay a second time for the same incident.
/// </summary>
internal sealed class Delivery(IStore store, ConversationStore conversations, PersonStore persons, OrderMirror orders, TenantStore tenants, RemedyDesk remedies, AwayReminders reminders, ResponseStory story, BusinessTime business)
{
    public const string RemedyPrefix = "response:";

    /// <summary>Told before each step of a delivery; tests stop it there.</summary>
    public Action<string> At { get; set; } = _ => { };

    public async Task Run(TenantId tenant, string message, string person, Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        try
        {
            At("before");
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                await Tell(transaction, message, person);
                At("before-commit");
            }, cancellation: cancellation);
            At("after");
        }
        catch (RefusalException refusal)
        {
            // Nothing of it was kept; it stays to be read, and is tried again when the same message is ordered again.
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                await End(transaction, message, person, "refused", refusal.Problem.Code);
            }, cancellation: cancellation);
        }
    }

    internal static string RemedyOf(string incident, string person) => RemedyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{incident}\n{person}")))[..40];

    private async Task Tell(ITransaction transaction, string message, string person)
    {
        if (await transaction.One<DeliveryRow>(ResponseRows.Sql["FindDelivery"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { message, person }) is not { State: "pending" } delivery)
        {
            return;
        }

        var said = (await transaction.One<MessageRow>(ResponseRows.Sql["FindMessage"], new { id = message }))!;
        if (await persons.Find(transaction, person) is not { } known)
        {
            await LeaveOut(transaction, delivery, "unknown");
            return;
        }

        var ids = await persons.IdsOf(transaction, known.Id);
        var why = (await persons.Erased(transaction, [person, known.Id])).Count > 0 ? "erased"
            : await transaction.One<string>(ResponseRows.Sql["ToldAmong"], new { message, persons = ids }) is not null ? "same-person" : null;
        if (why is not null)
        {
            await LeaveOut(transaction, delivery, why);
            return;
        }

        var rows = await transaction.Many<AffectedRow>(ResponseRows.Sql["FindAffected"], new { incident = delivery.Incident, persons = ids });
        var isRight = rows.Any(row => row.RightAt is not null);
        var conversation = await Say(transaction, said, delivery, known, ids, rows.FirstOrDefault(row => row.Person == person)?.OrderRef, gives: said.Amount is not null && !isRight);
        var remedy = said.Amount is null || isRight ? null : await Give(transaction, said, delivery, known.Id, conversation.Language);
        await End(transaction, message, person, "told", null, conversation.Id, remedy);
        await Mark(transaction, said, delivery, rows.First(row => row.Person == person), isRight, remedy is not null);
    }

    private async Task Mark(ITransaction transaction, MessageRow said, DeliveryRow delivery, AffectedRow row, bool wasRight, bool given)
    {
        var now = business.Now;
        await transaction.Execute(ResponseRows.Sql["MarkTold"], new { incident = delivery.Incident, person = delivery.Person, at = now });
        if (!wasRight && (given || said.NeedsNothing is not null))
        {
            await transaction.Execute(ResponseRows.Sql["MarkRight"], new
            {
                incident = delivery.Incident, person = delivery.Person, at = now, by = given ? "gesture" : "needs-nothing", amount = given ? said.Amount : null, currency = given ? said.Currency : null, excuse = said.NeedsNothing,
            });
        }

        await transaction.Append(story.Entry(ResponseEvents.Told, delivery.Incident, fact => fact with
        {
            Message = said.Id, Amount = given ? said.Amount : null, Currency = given ? said.Currency : null, Before = (row with { ToldAt = row.ToldAt ?? now }).BeforeAsking, Why = said.NeedsNothing is null || given ? null : "needs-nothing",
        }, delivery.Person));
    }

    /// <summary>In the conversation that is open, else in one of the incident's own: the same for every message of it.</summary>
    private async Task<ConversationRow> Say(ITransaction transaction, MessageRow said, DeliveryRow delivery, Person person, IReadOnlyList<string> ids, string? order, bool gives)
    {
        ConversationRow? conversation = null;
        foreach (var id in ids)
        {
            conversation ??= await conversations.FindOpenOf(transaction, id);
        }

        conversation ??= await Open(transaction, delivery, person, order);
        var words = said.Words.In(conversation.Language) + (gives ? "\n\n" + ImprovementTexts.In(conversation.Language, "gesture.given", ("amount", StatusSummary.Amount(new Money(said.Amount!.Value, said.Currency!)))) : "");
        var about = new Dictionary<string, string> { ["about"] = "incident", ["incident"] = delivery.Incident };
        var posted = await conversations.SystemSays(transaction, conversation.Id, new NewMessage(RemedyPrefix + said.Id, words, new EntryContent { Name = "Patella", Canned = true, Useful = true, About = about }));
        if (posted.Problem is { } problem)
        {
            throw new RefusalException(problem);
        }

        await reminders.After(transaction, conversation.Id);
        return conversation;
    }

    private async Task<ConversationRow> Open(ITransaction transaction, DeliveryRow delivery, Person person, string? orderRef)
    {
        var order = orderRef is null ? null : await orders.FindOrder(transaction, orderRef);
        var unit = order?.Unit ?? (await tenants.ListUnits(transaction)).FirstOrDefault()?.Code ?? "";
        return await conversations.Open(transaction, new NewConversation(
            RemedyOf(delivery.Incident, person.Id), person.Id, person.Name, person.Anonymous, person.Tier, unit, unit, order?.Id, person.Language ?? (await tenants.Profile(transaction)).DefaultLanguage));
    }

    private async Task<string> Give(ITransaction transaction, MessageRow said, DeliveryRow delivery, string person, string language)
    {
        var remedy = new NewRemedy(
            RemedyOf(delivery.Incident, person), RemedyKinds.Voucher, RemedySource.Fund, said.Amount!.Value, said.Currency!, null, null, person, null, said.Fund, ImprovementTexts.In(language, "gesture.reason"),
            new RemedyGiver(said.ByKind, said.ById, (int)said.Grade));
        var planned = await remedies.Plan(transaction, remedy);
        var paid = planned.Problem is null ? await remedies.Pay(transaction, remedy.Id) : planned;
        return paid.Problem is { } refused ? throw new RefusalException(refused) : remedy.Id;
    }

    private async Task LeaveOut(ITransaction transaction, DeliveryRow delivery, string why)
    {
        await End(transaction, delivery.Message, delivery.Person, "left-out", why);
        await transaction.Execute(ResponseRows.Sql["MarkLeftOut"], new { incident = delivery.Incident, person = delivery.Person, why });
    }

    private Task End(ITransaction transaction, string message, string person, string state, string? why, string? conversation = null, string? remedy = null)
        => transaction.Execute(ResponseRows.Sql["EndDelivery"], new { message, person, state, why, conversation, remedy, at = business.Now });
}
