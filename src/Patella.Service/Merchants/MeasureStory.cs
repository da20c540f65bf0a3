using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Merchants;

/// <summary>Tells the timeline what happened to a shop. No words of anybody are in it, and no consumer is linked.</summary>
internal sealed class MeasureStory(BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    public const string Proposed = "shop.measure-proposed";
    public const string Suspended = "shop.suspended";
    public const string Rewarded = "shop.rewarded";
    public const string Lifted = "shop.measure-lifted";
    public const string Refused = "shop.measure-refused";
    public const string Appealed = "shop.appealed";
    public const string AppealLate = "shop.appeal-late";
    public const string AppealAnswered = "shop.appeal-answered";

    public Task Tell(ITransaction transaction, ShopMeasure measure, string kind, string? by = null) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = kind, At = business.Now, RecordedAt = machine.Now, AuthorParty = kind == Appealed ? "merchant" : by is null ? "system" : "agent", AuthorId = by, Staff = kind == Appealed ? null : by,
        Data = Json.Write(new { measure = measure.Id, measure.Kind, measure.Shop, measure.Rule, measure.Reward, measure.LiftWhy, appeal = measure.AppealState, measure.Code }),
    });
}
