using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;
using Patella.Service.Policies;

namespace Patella.Service.Actions.Previews;

/// <summary>Shows what an action would do, and takes the consumer's consent to exactly that.</summary>
internal sealed class PreviewDesk(IStore store, ActionDecider decider, ActionDesk desk, OrderAccess access, OrderMirror mirror, PersonStore people, MoneyLines lines, MachineTime machine, IIdentifiers identifiers)
{
    /// <summary>How long a preview stands.</summary>
    public const long Lifetime = 30L * 60 * Microseconds.PerSecond;

    /// <summary>How long a consent counts after it was given.</summary>
    public const long ConsentLifetime = 15L * 60 * Microseconds.PerSecond;

    public async Task<Outcome<PreviewView>> Make(Caller caller, string order, PreviewRequest request)
    {
        var check = ActionDesk.Check(request.Override, caller).Id(request.Conversation, "/conversation", required: false).Id(request.Case, "/case", required: false)
            .OneOf(request.Kind, "/kind", [.. ActionKinds.All.Select(kind => kind.Name)]);
        if (check.Failed)
        {
            return check.Problem;
        }

        var kind = ActionKinds.Find(request.Kind)!;
        return await store.Write(caller.Tenant, async transaction =>
        {
            // Whose order it is first: what is wrong with arguments is told to nobody else.
            if (await access.Find(transaction, caller, order) is not { } found)
            {
                return Problem.NotFound("This order");
            }

            var arguments = kind.Read(request.Arguments);
            var decided = arguments.Succeeded ? (await decider.Decide(transaction, caller, found, new Wish(kind, arguments.Value, request.Case, request.Conversation, Override: request.Override?.Reason))).Decided : arguments.Problem!;
            if (!decided.Succeeded)
            {
                return decided.Problem!;
            }

            var preview = RowOf(caller, decided.Value, request);
            await transaction.Execute(ActionRows.Sql["AddPreview"], preview);
            return await View(transaction, preview, caller);
        });
    }

    public Task<Outcome<PreviewView>> Find(Caller caller, string id)
        => store.Read(caller.Tenant, async reader => await Seen(reader, caller, id) is { } preview ? await View(reader, preview, caller) : Problem.NotFound("The preview"));

    /// <summary>What waits for the consent of this consumer.</summary>
    public Task<Page<PreviewView>> AskedOf(Caller caller) => store.Read(caller.Tenant, async reader =>
    {
        var items = new List<PreviewView>();
        foreach (var preview in await reader.Many<Preview>(ActionRows.Sql["AskedOf"], new { persons = await people.IdsOf(reader, caller.Id), now = machine.Now }))
        {
            if (await View(reader, preview, caller) is { Succeeded: true } view)
            {
                items.Add(view.Value);
            }
        }

        return new Page<PreviewView>(items);
    });

    /// <summary>
    /// The consumer says yes to exactly what they saw. Once more changes nothing. Where somebody of the staff asked them in a conversation the yes does it,
    /// in the same transaction and in the name of who asked; what stands in the way then undoes the yes too.
    /// </summary>
    public async Task<Outcome<PreviewView>> Consent(Caller caller, string id, ConsentRequest request)
    {
        try
        {
            return await store.Write<Outcome<PreviewView>>(caller.Tenant, async transaction =>
            {
                if (await Seen(transaction, caller, id) is not { } preview)
                {
                    return Problem.NotFound("The preview");
                }

                if (Refuse(preview, caller, request.Hash) is { } refused)
                {
                    return refused;
                }

                if (preview.Consent == ConsentState.Asked)
                {
                    await transaction.Execute(ActionRows.Sql["GiveConsent"], new { id, by = caller.Id, now = machine.Now, until = machine.Now + ConsentLifetime });
                    await desk.DoAgreed(transaction, preview);
                }

                return await View(transaction, (await transaction.One<Preview>(ActionRows.Sql["FindPreview"], new { id }))!, caller);
            });
        }
        catch (RefusalException refusal)
        {
            return refusal.Problem;
        }
    }

    private Problem? Refuse(Preview preview, Caller caller, string? hash)
        => caller.Kind != CallerKind.Consumer ? Problem.Refused("not-the-consumer", "Only the consumer consents, for themselves.")
            : hash != preview.Hash ? Problem.Conflict("consent-for-other", "The hash is not that of this preview: show it again.")
            : preview.Consent == ConsentState.NotNeeded ? Problem.Refused("consent-not-needed", "This needs no consent.")
            : preview.Consent == ConsentState.Asked && preview.ExpiresAt < machine.Now ? Problem.Refused("preview-expired", "The preview has expired: make a new one.")
            : null;

    private async Task<Preview?> Seen(IReader reader, Caller caller, string id)
        => await reader.One<Preview>(ActionRows.Sql["FindPreview"], new { id }) is { Content: not null } preview && await access.Find(reader, caller, preview.OrderRef) is not null ? preview : null;

    private Preview RowOf(Caller caller, Decided decided, PreviewRequest request) => new()
    {
        Id = identifiers.New(), OrderRef = decided.Order.Id, Kind = decided.Plan.Kind.Name, Person = decided.Order.Person,
        Content = Json.Write(new PreviewContent(decided.Plan.Arguments, decided.Plan.Currency, decided.Plan.Money, decided.Plan.Changes, decided.Plan.Value, decided.Authority, decided.Ruling.Verdict.Rule, decided.Ruling.Verdict.Outcome == PolicyOutcome.Person ? decided.Ruling.Verdict.PromiseHours : null)),
        Hash = decided.Hash, Terms = decided.Terms, Conversation = request.Conversation, CaseRef = request.Case, MadeKind = ActionDesk.KindOf(caller), MadeBy = caller.Id,
        Consent = decided.ConsentNeeded ? ConsentState.Asked : ConsentState.NotNeeded, MadeAt = machine.Now, ExpiresAt = machine.Now + Lifetime,
    };

    private async Task<Outcome<PreviewView>> View(IReader reader, Preview preview, Caller caller)
    {
        if (Json.Read<PreviewContent>(preview.Content) is not { } content || await mirror.FindOrder(reader, preview.OrderRef) is not { } order)
        {
            return Problem.NotFound("The preview");
        }

        var (language, kind, forStaff) = (caller.Language, ActionKinds.Find(preview.Kind)!, caller.Kind != CallerKind.Consumer);
        var expired = preview.Consent == ConsentState.Asked && preview.ExpiresAt < machine.Now || preview.Consent == ConsentState.Given && preview.ConsentUntil < machine.Now;
        var required = preview.Consent != ConsentState.NotNeeded;
        var words = ActionWords.Texts.In(language, required ? "consent.words" : "consent.none", ("title", kind.Title(language)), ("number", order.Number));
        return new PreviewView(
            preview.Id, preview.Kind, kind.Title(language), order.Id, order.Number, ActionDesk.Shown(content.Arguments, caller), preview.Hash, [.. content.Changes.Select(change => Line(change, caller))],
            await lines.Of(reader, content.Money, content.Currency, language), forStaff ? MoneyLines.Bearers(content.Money, content.Currency) : null,
            new ConsentView(required, expired ? "expired" : preview.Consent, required ? Microseconds.ToTime(preview.ConsentUntil ?? preview.ExpiresAt) : null, words),
            forStaff ? new ApprovalNeed(content.Authority == AuthorityWord.Second, ActionWords.Texts.In(language, "approval." + content.Authority)) : null,
            preview.Conversation, Microseconds.ToTime(preview.ExpiresAt)) { DecidedWithinHours = content.WithinHours, Rule = forStaff ? content.Rule : null };
    }

    private static ChangeLine Line(PlannedChange change, Caller caller)
    {
        string? Told(string? value) => value is null ? null
            : change.Personal ? caller.Kind == CallerKind.Consumer ? AddressText.Whole(value) : AddressText.Masked(value)
            : ActionWords.Texts.Has(value) ? ActionWords.Texts.In(caller.Language, value) : value;
        return new ChangeLine(ActionWords.Texts.In(caller.Language, "change." + change.Label), Told(change.Before), Told(change.After));
    }
}
