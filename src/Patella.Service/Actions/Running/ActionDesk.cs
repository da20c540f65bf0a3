using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Policy;
using Patella.Service.Actions.Previews;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Policies;

namespace Patella.Service.Actions.Running;

/// <summary>
/// Takes commands to act on orders, whoever sends them and by whichever door. Deciding, consent, authority, the row and the reserved money are one transaction;
/// the owner carries it to the marketplace after its commit.
/// </summary>
internal sealed class ActionDesk(IStore store, ActionDecider decider, ActionRulings rulings, OrderAccess access, OwnAuthority authority, ActionMoneys moneys, ActionEnd end, StaffStore people, BusinessTime business, MachineTime machine, IBus bus)
{
    /// <summary>Longest id of an action: the ids of its remedies have it inside.</summary>
    public const int MostId = 60;

    private const int MostReason = 500;

    public static string Topic(TenantId tenant) => "actions:" + tenant.Value;

    public static string KindOf(Caller caller) => caller.Kind switch { CallerKind.Consumer => "consumer", CallerKind.Staff => "staff", _ => "program" };

    /// <summary>Arguments as a caller may see them: where somebody lives is masked for all but themselves.</summary>
    public static JsonElement Shown(JsonElement arguments, Caller caller)
    {
        if (caller.Kind == CallerKind.Consumer || !arguments.TryGetProperty("address", out var address))
        {
            return arguments;
        }

        var shown = JsonObject.Create(arguments)!;
        shown["address"] = AddressText.Masked(address.GetRawText());
        return JsonSerializer.SerializeToElement(shown);
    }

    /// <summary>Accepts an action. The same command again answers with what became of it; another content under its id is a conflict.</summary>
    public async Task<Outcome<ServiceAction>> Accept(Caller caller, string order, ActionRequest request)
    {
        if (Check(request, caller) is { Failed: true } wrong)
        {
            return wrong.Problem;
        }

        try
        {
            return await store.Write(caller.Tenant, transaction => Accept(transaction, caller, order, request, ActionKinds.Find(request.Kind)!));
        }
        catch (RefusalException refusal)
        {
            return refusal.Problem;
        }
    }

    /// <summary>
    /// The consumer has agreed to what somebody of the staff asked them in a conversation: it is accepted in that person's name, under an id of the preview's own.
    /// A person who has left does nothing any more. What refuses it is thrown, so that the yes is undone too.
    /// </summary>
    public async Task DoAgreed(ITransaction transaction, Preview preview)
    {
        if (preview.AskedAt is null || preview.MadeKind != "staff" || await people.Find(transaction, preview.MadeBy) is not { Active: true } maker || Json.Read<PreviewContent>(preview.Content) is not { } content)
        {
            return;
        }

        var request = new ActionRequest("agreed:" + preview.Id, preview.Kind, content.Arguments, preview.Id, preview.Conversation, preview.CaseRef);
        var accepted = await Accept(transaction, Sessions.CallerOf(transaction.Tenant, maker), preview.OrderRef, request, ActionKinds.Find(preview.Kind)!);
        if (accepted.Problem is { } refused)
        {
            throw new RefusalException(refused);
        }
    }

    /// <summary>Accepts what the service gives by itself, inside the caller's transaction.</summary>
    /// <exception cref="RefusalException">Refused after something was written: the transaction must end.</exception>
    public Task<Outcome<ServiceAction>> Give(ITransaction transaction, Caller caller, string order, ActionRequest request) => Accept(transaction, caller, order, request, ActionKinds.Find(request.Kind)!);

    /// <summary>The second person decides. The same decision again changes nothing.</summary>
    public async Task<Outcome<ServiceAction>> Approve(Caller caller, string id, ApprovalRequest request)
    {
        var check = new Validation().Must(request.Approve is not null, "/approve", "Is required.").Text(request.Reason, "/reason", request.Approve == false ? 1 : 0, MostReason);
        try
        {
            return await store.Write<Outcome<ServiceAction>>(caller.Tenant, async transaction =>
            {
                if (await ActionRows.Lock(transaction, id) is not { } action)
                {
                    return Problem.NotFound("The action");
                }

                if (check.Failed)
                {
                    return check.Problem;
                }

                if (action.State != ActionState.WaitingApproval)
                {
                    return action.ApprovedBy == caller.Id && request.Approve == (action.State != ActionState.Declined) ? action
                        : Problem.Conflict("not-waiting", "Nobody waits for a second person here any more.");
                }

                if (await authority.RefuseApprover(transaction, action, caller) is { } refused)
                {
                    return refused;
                }

                var decided = action with { ApprovedBy = caller.Id, ApprovedAt = business.Now };
                return request.Approve == true ? await GoOn(transaction, decided) : await end.Decline(transaction, decided, request.Reason!);
            });
        }
        catch (RefusalException refusal)
        {
            return refusal.Problem;
        }
    }

    /// <summary>Only people of the staff go against a rule, and say why.</summary>
    public static Validation Check(RuleOverride? against, Caller caller) => new Validation()
        .Must(against is null || caller.Kind == CallerKind.Staff, "/override", "Only a person of the staff goes against a rule.").Text(against?.Reason, "/override/reason", against is null ? 0 : 1, MostReason);

    private static Validation Check(ActionRequest request, Caller caller) => Check(request.Override, caller)
        .Must(request.Id is { Length: <= MostId } id && Validation.IsId(id), "/id", $"Must be 1 to {MostId} characters of letters, digits, '.', ':', '_' or '-'.")
        .OneOf(request.Kind, "/kind", [.. ActionKinds.All.Select(kind => kind.Name)])
        .Id(request.Preview, "/preview", required: false).Id(request.Conversation, "/conversation", required: false).Id(request.Case, "/case", required: false).Text(request.Reason, "/reason", 0, MostReason);

    private async Task<Outcome<ServiceAction>> Accept(ITransaction transaction, Caller caller, string orderId, ActionRequest request, ActionKind kind)
    {
        if (await access.Find(transaction, caller, orderId) is not { } seen)
        {
            return Problem.NotFound("This order");
        }

        // Read again once it is held: while one waited for it, somebody else may have changed it.
        await ActionRows.HoldOrder(transaction, seen.Id);
        if (await access.Find(transaction, caller, seen.Id) is not { } order)
        {
            return Problem.NotFound("This order");
        }

        var command = CommandOf(caller, order.Id, request);
        if (await ActionRows.Find(transaction, request.Id!) is { } there)
        {
            return there.Command == command ? there : Taken(request.Id!);
        }

        if (kind.Discretionary || request.Override is not null)
        {
            await authority.Hold(transaction, caller.Id);
        }

        var arguments = kind.Read(request.Arguments);
        if (!arguments.Succeeded)
        {
            return arguments.Problem!;
        }

        var (decided, ruling) = await decider.Decide(transaction, caller, order, new Wish(kind, arguments.Value, request.Case, request.Conversation, request.Id, request.Override?.Reason));
        if (!decided.Succeeded)
        {
            if (ruling.Verdict.Outcome == PolicyOutcome.Refuse)
            {
                // A refusal is a decision too: it is stored, and counted when a better rule is tried on history.
                await rulings.Keep(transaction, caller, ruling, null);
            }

            return decided.Problem!;
        }

        var consent = decided.Value.ConsentNeeded ? await Consent(transaction, decided.Value, request.Preview) : (Preview?)null;
        if (decided.Value.ConsentNeeded && ConsentRules.Refuse(consent, order.Id, kind.Name, decided.Value.Hash, decided.Value.Terms, machine.Now) is { } refused)
        {
            return refused;
        }

        var decision = await rulings.Keep(transaction, caller, ruling, decided.Value.Override);
        return await Keep(transaction, order, RowOf(caller, decided.Value, request, command) with { Decision = decision }, consent);
    }

    private static Task<Preview?> Consent(IReader reader, Decided decided, string? preview) => preview is not null
        ? reader.One<Preview>(ActionRows.Sql["FindPreview"], new { id = preview })
        : reader.One<Preview>(ActionRows.Sql["NewestConsent"], new { order = decided.Order.Id, kind = decided.Plan.Kind.Name, hash = decided.Hash });

    /// <summary>From here on a refusal undoes everything: it is thrown.</summary>
    private async Task<ServiceAction> Keep(ITransaction transaction, MirroredOrder order, ServiceAction action, Preview? consent)
    {
        if (await transaction.Execute(ActionRows.Sql["Add"], action) == 0)
        {
            throw new RefusalException(Taken(action.Id));
        }

        if (consent is not null && await transaction.Execute(ActionRows.Sql["UseConsent"], new { consent.Id, action = action.Id }) == 0)
        {
            throw new RefusalException(Problem.Refused("consent-used", "The consent has been used. Each consent is for one action."));
        }

        await authority.Count(transaction, action);
        await moneys.Begin(transaction, order, action, reserve: action.Change is not null || action.State == ActionState.WaitingApproval);
        return action.State == ActionState.WaitingApproval ? action : await GoOn(transaction, action);
    }

    /// <summary>Nothing stands in the way any more: to the marketplace, after the money of the consumer; or, where only our books are concerned, done at once.</summary>
    private async Task<ServiceAction> GoOn(ITransaction transaction, ServiceAction action)
    {
        if (action.Change is null)
        {
            await moneys.PayOrThrow(transaction, action);
            return await end.Done(transaction, action);
        }

        var next = action with { State = action.Moneys.Any(money => money.Moment == MoneyMoment.First) ? ActionState.Collecting : ActionState.Executing, NextAt = machine.Now };
        await ActionRows.Save(transaction, next);
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), "")));
        return next;
    }

    private ServiceAction RowOf(Caller caller, Decided decided, ActionRequest request, string command) => new()
    {
        Id = request.Id!, Command = command, Kind = decided.Plan.Kind.Name, OrderRef = decided.Order.Id, Number = decided.Order.Number, Person = decided.Order.Person, Unit = decided.Order.Unit, Merchant = decided.Order.Merchant,
        Arguments = CanonicalJson.Of(decided.Plan.Arguments), Change = decided.Plan.Change?.ToJsonString(Json.Options), Reason = request.Reason ?? Decide.Text(decided.Plan.Arguments, "reason"), Hash = decided.Hash,
        Money = Json.Write(decided.Plan.Money.Select((money, index) => new ActionMoney($"{request.Id}.{index + 1}", money.Kind, money.Source, money.Amount, decided.Plan.Currency!, money.Instrument, money.Fund, money.Moment, money.Bearer))),
        Pieces = Json.Write(decided.Plan.Pieces ?? new Dictionary<string, int>()), Value = decided.Plan.Value, Currency = decided.Plan.Currency,
        State = decided.Authority == AuthorityWord.Second ? ActionState.WaitingApproval : ActionState.Executing, AuthorKind = KindOf(caller), AuthorId = caller.Id, Grade = AuthorityRules.GradeOf(caller),
        CaseRef = request.Case, Conversation = request.Conversation, Preview = request.Preview, Authority = decided.Authority, AcceptedAt = decided.Facts.Now, Rule = Json.Write(decided.Ruling.Verdict.Rule), Override = decided.Override,
        PromisedAt = decided.Ruling.Verdict.Outcome == PolicyOutcome.Person ? decided.Facts.Now + (long)(decided.Ruling.Verdict.PromiseHours * 3_600 * Microseconds.PerSecond) : null,
    };

    /// <summary>By whom, on what, and every word of it: what makes the same id the same command.</summary>
    private static string CommandOf(Caller caller, string order, ActionRequest request) => CanonicalJson.Hash(
        KindOf(caller), caller.Id, order, request.Kind!, request.Arguments is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } arguments ? CanonicalJson.Of(arguments) : "{}",
        request.Preview ?? "", request.Conversation ?? "", request.Case ?? "", request.Reason ?? "", request.Override?.Reason ?? "");

    private static Problem Taken(string id) => Problem.Conflict("command-taken", $"A command '{id}' with other content was sent before.");
}
