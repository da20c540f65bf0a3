using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Policies;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>Proposes and decides measures: one person proposes, another decides, never their own. What is decided goes to the marketplace after the commit.</summary>
internal sealed class MeasureDesk(IStore store, TenantStore tenants, StaffStore people, EvidenceDesk evidence, PolicyGuard guard, MeasureStory story, AuditTrail audit, BusinessTime business, MachineTime machine, IBus bus)
{
    public const int MostWords = 1_000;
    private const int MostId = 60;
    private const int MostDays = 365;

    public static string Topic(TenantId tenant) => "shop-measures:" + tenant.Value;

    /// <summary>Writes a proposal down. The same again answers with what became of it.</summary>
    public async Task<Outcome<ShopMeasure>> Propose(Caller caller, ShopMeasureRequest request)
    {
        var check = Check(request);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, transaction => Propose(transaction, caller, request));
    }

    /// <summary>The second person decides.</summary>
    public async Task<Outcome<ShopMeasure>> Decide(Caller caller, string id, MeasureDecisionRequest request)
    {
        var check = new Validation().Must(request.Approve is not null, "/approve", "Must be true or false.").Text(request.Words, "/words", request.Approve == false ? 1 : 0, MostWords);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async transaction =>
        {
            var (state, approve) = (request.Approve == true ? MeasureState.Applying : MeasureState.Declined, request.Approve == true);
            if (await MeasureRows.Lock(transaction, id) is not { } measure)
            {
                return Problem.NotFound("The measure");
            }

            if (measure.ProposedBy == caller.Id)
            {
                return Problem.Refused("second-person", "Nobody decides their own proposal: it needs a second person.");
            }

            if (measure.State != MeasureState.Proposed)
            {
                return measure.DecidedBy == caller.Id && approve == (measure.State != MeasureState.Declined) ? measure : Problem.Conflict("decided-already", "This has been decided, or was withdrawn.");
            }

            if (approve && await Refuse(transaction, caller, measure) is { } refused)
            {
                return refused;
            }

            var decided = await MeasureRows.Save(transaction, measure with { State = state, DecidedBy = caller.Id, DecidedAt = business.Now, DecidedWords = request.Words, NextAt = approve ? machine.Now : null });
            await audit.Write(transaction, caller, approve ? "shops.measure-approved" : "shops.measure-declined", "shop-measure:" + id, new { measure.Kind, measure.Shop, measure.Rule });
            Wake(transaction);
            return (Outcome<ShopMeasure>)decided;
        });
    }

    /// <summary>Whoever proposed it takes it back before it is decided.</summary>
    public Task<Outcome<ShopMeasure>> Withdraw(Caller caller, string id) => store.Write(caller.Tenant, async transaction =>
    {
        if (await MeasureRows.Lock(transaction, id) is not { } measure || measure.ProposedBy != caller.Id)
        {
            return Problem.NotFound("The measure");
        }

        if (measure.State != MeasureState.Proposed)
        {
            return measure.State == MeasureState.Withdrawn ? measure : Problem.Conflict("decided-already", "This has been decided, or was withdrawn.");
        }

        await audit.Write(transaction, caller, "shops.measure-withdrawn", "shop-measure:" + id, new { measure.Kind, measure.Shop });
        return (Outcome<ShopMeasure>)await MeasureRows.Save(transaction, measure with { State = MeasureState.Withdrawn });
    });

    /// <summary>Somebody of the staff takes a measure back that stands.</summary>
    public async Task<Outcome<ShopMeasure>> Lift(Caller caller, string id, LiftingRequest request)
    {
        var check = new Validation().Text(request.Words, "/words", 1, MostWords);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async transaction =>
        {
            if (await MeasureRows.Lock(transaction, id) is not { } measure)
            {
                return Problem.NotFound("The measure");
            }

            if (measure.State != MeasureState.InForce)
            {
                return measure.LiftedBy == caller.Id && measure.LiftWords == request.Words ? measure : Problem.Conflict("not-in-force", "Only what is in force can be taken back.");
            }

            await audit.Write(transaction, caller, "shops.measure-lifting", "shop-measure:" + id, new { measure.Kind, measure.Shop });
            return (Outcome<ShopMeasure>)await BeginLift(transaction, measure with { LiftedBy = caller.Id, LiftWords = request.Words }, "person");
        });
    }

    /// <summary>On its way back at the marketplace, whoever or whatever asked for it.</summary>
    public async Task<ShopMeasure> BeginLift(ITransaction transaction, ShopMeasure measure, string why)
    {
        var lifting = await MeasureRows.Save(transaction, measure with { State = MeasureState.Lifting, LiftWhy = why, Lifts = measure.Lifts + 1, Code = null, Detail = null, SentAt = null, Asked = 0, NextAt = machine.Now });
        Wake(transaction);
        return lifting;
    }

    private static Validation Check(ShopMeasureRequest request)
    {
        var check = new Validation().Must(request.Id is { Length: <= MostId } id && Validation.IsId(id), "/id", $"Must be 1 to {MostId} characters of letters, digits, '.', ':', '_' or '-'.")
            .OneOf(request.Kind, "/kind", [.. MeasureKinds.All]).Id(request.Shop, "/shop").Text(request.Rule, "/rule", 1, 60).Text(request.Words, "/words", 1, MostWords)
            .Must(request.Days is null or (>= 1 and <= MostDays), "/days", $"Must be 1 to {MostDays}.")
            .Must(request.Kind != MeasureKinds.Suspend || request.Reward is null, "/reward", "Only a reward names one.");
        EvidenceDesk.Check(request.Evidence, check);
        return check;
    }

    private async Task<Outcome<ShopMeasure>> Propose(ITransaction transaction, Caller caller, ShopMeasureRequest request)
    {
        if (await MeasureRows.Shop(tenants, transaction, request.Shop) is not { } shop)
        {
            return Problem.Invalid("/shop", "There is no such shop.");
        }

        await MeasureRows.HoldShop(transaction, shop.ExternalId);
        var content = Hash(caller, request);
        if (await MeasureRows.Find(transaction, request.Id!) is { } there)
        {
            return there.Content == content ? there : Taken(request.Id!);
        }

        var rules = await ShopRules.Find(tenants, transaction);
        if (rules.Rule(request.Kind!, request.Rule) is not { } rule)
        {
            return Problem.Invalid("/rule", "This is none of the rules for shops of this kind.");
        }

        if (request.Kind == MeasureKinds.Reward && rules.Reward(request.Reward) is null)
        {
            return Problem.Invalid("/reward", "This is none of the rewards.");
        }

        if (await evidence.Refuse(transaction, shop.ExternalId, request.Evidence!) is { } unfounded)
        {
            return unfounded;
        }

        var measure = new ShopMeasure
        {
            Id = request.Id!, Content = content, Kind = request.Kind!, Shop = shop.ExternalId, Rule = rule.Code!, Clause = Json.Write(rule.Text), Words = request.Words!, Evidence = Json.Write(request.Evidence), Days = request.Days, Reward = request.Reward,
            ProposedBy = caller.Id, ProposedAt = business.Now,
        };
        var question = await MeasurePolicies.Ask(transaction, measure, shop, caller.Grade, business.Now);
        var verdict = await guard.Ask(transaction, question);
        if (verdict.Outcome == PolicyOutcome.Refuse)
        {
            return MeasureRefusal.Of(verdict, caller);
        }

        return await Keep(transaction, caller, measure with { DecideBy = business.Now + Hours(verdict.PromiseHours > 0 ? verdict.PromiseHours : 24) }, question, verdict);
    }

    private async Task<Outcome<ShopMeasure>> Keep(ITransaction transaction, Caller caller, ShopMeasure measure, PolicyQuestion question, PolicyVerdict verdict)
    {
        if (await transaction.Execute(MeasureRows.Sql["Add"], measure) == 0)
        {
            return Taken(measure.Id);
        }

        await guard.Keep(transaction, question, verdict, new PolicyKept("staff:" + caller.Id));
        await audit.Write(transaction, caller, "shops.measure-proposed", "shop-measure:" + measure.Id, new { measure.Kind, measure.Shop, measure.Rule });
        await story.Tell(transaction, measure, MeasureStory.Proposed, caller.Id);
        return measure;
    }

    /// <summary>The table is asked again when it is decided: meanwhile the shop may stand otherwise.</summary>
    private async Task<Problem?> Refuse(ITransaction transaction, Caller caller, ShopMeasure measure)
    {
        await MeasureRows.HoldShop(transaction, measure.Shop);
        if (await MeasureRows.Shop(tenants, transaction, measure.Shop) is not { } shop)
        {
            return Problem.NotFound("The shop");
        }

        var question = await MeasurePolicies.Ask(transaction, measure, shop, (await people.Find(transaction, measure.ProposedBy))?.Grade ?? Grades.Standard, business.Now);
        var verdict = await guard.Ask(transaction, question);
        if (verdict.Outcome == PolicyOutcome.Refuse)
        {
            return MeasureRefusal.Of(verdict, caller);
        }

        await guard.Keep(transaction, question, verdict, new PolicyKept("staff:" + caller.Id));
        return null;
    }

    private void Wake(ITransaction transaction)
    {
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), "")));
    }

    private static long Hours(double hours) => (long)(hours * 3600 * Microseconds.PerSecond);

    private static Problem Taken(string id) => Problem.Conflict("command-taken", $"A command '{id}' with other content was sent before.");

    private static string Hash(Caller caller, ShopMeasureRequest request)
        => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Json.Write(new { caller.Id, request }))));
}
