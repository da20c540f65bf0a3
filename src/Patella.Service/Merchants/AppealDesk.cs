using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>A merchant's appeal against a suspension, once each; a third person answers it by the tenant's time.</summary>
internal sealed class AppealDesk(IStore store, TenantStore tenants, MeasureDesk desk, MeasureStory story, TimerTable timers, AuditTrail audit, BusinessTime business)
{
    private const int MostWords = 2_000;

    public async Task<Outcome<ShopMeasure>> Appeal(Caller caller, string id, AppealRequest request)
    {
        var check = new Validation().Text(request.Words, "/words", 1, MostWords);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async transaction =>
        {
            if (await MeasureRows.Lock(transaction, id) is not { InForceAt: not null } measure || measure.Shop != (await MeasureRows.Shop(tenants, transaction, caller.Merchant))?.ExternalId)
            {
                return Problem.NotFound("The measure");
            }

            if (measure.AppealState is not null)
            {
                return measure.AppealWords == request.Words ? measure : Problem.Conflict("appealed-already", "An appeal against this was made before.");
            }

            if (measure.Kind != MeasureKinds.Suspend || measure.State != MeasureState.InForce)
            {
                return Problem.Refused("nothing-to-appeal", "An appeal is made against a suspension that is in force.");
            }

            var due = business.Now + (long)((await ShopRules.Find(tenants, transaction)).AppealWithinHours * 3600 * Microseconds.PerSecond);
            var appealed = await MeasureRows.Save(transaction, measure with { AppealState = AppealState.Open, AppealedBy = caller.Id, AppealedAt = business.Now, AppealWords = request.Words, AppealDue = due });
            await timers.Set(transaction, MeasureTimers.Name, MeasureTimers.AppealOf(id), due);
            await audit.Write(transaction, caller, "shops.appealed", "shop-measure:" + id, new { measure.Shop });
            await story.Tell(transaction, appealed, MeasureStory.Appealed, caller.Id);
            return (Outcome<ShopMeasure>)appealed;
        });
    }

    public async Task<Outcome<ShopMeasure>> Answer(Caller caller, string id, AppealDecisionRequest request)
    {
        var check = new Validation().Must(request.Grant is not null, "/grant", "Must be true or false.").Text(request.Words, "/words", 1, MeasureDesk.MostWords);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async transaction =>
        {
            if (await MeasureRows.Lock(transaction, id) is not { AppealState: not null } measure)
            {
                return Problem.NotFound("The appeal");
            }

            if (caller.Id == measure.ProposedBy || caller.Id == measure.DecidedBy)
            {
                return Problem.Refused("third-person", "An appeal is answered by somebody who neither proposed nor decided.");
            }

            var state = request.Grant == true ? AppealState.Granted : AppealState.Upheld;
            if (measure.AppealState != AppealState.Open)
            {
                return measure.AppealDecidedBy == caller.Id && measure.AppealState == state ? measure : Problem.Conflict("decided-already", "This has been decided, or was withdrawn.");
            }

            await timers.Cancel(transaction, MeasureTimers.Name, MeasureTimers.AppealOf(id));
            await audit.Write(transaction, caller, "shops.appeal-" + state, "shop-measure:" + id, new { measure.Shop });
            var answered = measure with { AppealState = state, AppealDecidedBy = caller.Id, AppealDecidedAt = business.Now, AppealAnswer = request.Words };
            await story.Tell(transaction, answered, MeasureStory.AppealAnswered, caller.Id);

            // It may have run out, or been lifted, while the appeal was read: then there is nothing left to take back.
            return (Outcome<ShopMeasure>)(request.Grant == true && measure.State == MeasureState.InForce ? await desk.BeginLift(transaction, answered, "appeal") : await MeasureRows.Save(transaction, answered));
        });
    }
}
