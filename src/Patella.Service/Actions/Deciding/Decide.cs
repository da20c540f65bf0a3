using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Actions.Deciding;

/// <summary>Pure: which actions an order allows now, and what one with these arguments would do. What cannot be granted is not offered.</summary>
internal static class Decide
{
    /// <summary>Why the kind is not to be had for any arguments now; null when it is offered.</summary>
    public static Problem? Withhold(ActionKind kind, ActionFacts facts)
    {
        if (kind.StaffOnly && !facts.ByStaff)
        {
            return Problem.Refused("staff-only", "Only people of the service give this.");
        }

        if (facts.Underway)
        {
            return Problem.Refused("action-underway", "Another action on this order has not ended yet.");
        }

        if (kind.Change is not null && !facts.Connected)
        {
            return Problem.Refused("no-marketplace", "No marketplace is set up that takes changes of orders.");
        }

        if (kind.Change is { } change && facts.Allowed is { } allowed && !allowed.Contains(change))
        {
            return Problem.Refused("not-allowed-there", "The marketplace does not take this change of the order now.");
        }

        return kind.Name switch
        {
            ActionKinds.CancelOrder => OrderChanges.WithholdCancel(facts),
            ActionKinds.CancelItems => OrderChanges.WithholdCancelItems(facts),
            ActionKinds.ChangeTheAddress => OrderChanges.WithholdAddress(facts),
            ActionKinds.ChangeTheItems => OrderChanges.WithholdItems(facts),
            ActionKinds.ChangeThePayment => OrderChanges.WithholdPayment(facts),
            ActionKinds.ReturnItems => GoodsBack.WithholdReturn(facts),
            ActionKinds.ExchangeItems => GoodsBack.WithholdExchange(facts),
            ActionKinds.ReshipItems => GoodsBack.WithholdReship(facts),
            ActionKinds.PickUp => GoodsBack.WithholdPickUp(facts),
            ActionKinds.Refund => Gifts.WithholdRefund(facts),
            ActionKinds.Compensate => Gifts.WithholdCompensation(facts),
            ActionKinds.Advance => Gifts.WithholdAdvance(facts),
            _ => throw new InvalidOperationException($"Nobody decides about {kind.Name}."),
        };
    }

    /// <summary>What it would do, or why it is refused.</summary>
    /// <param name="arguments">As <see cref="ActionKind.Read"/> gave them.</param>
    public static Outcome<ActionPlan> Plan(ActionKind kind, ActionFacts facts, JsonElement arguments) => Withhold(kind, facts) ?? kind.Name switch
    {
        ActionKinds.CancelOrder => OrderChanges.Cancel(kind, facts, arguments),
        ActionKinds.CancelItems => OrderChanges.CancelItems(kind, facts, arguments),
        ActionKinds.ChangeTheAddress => OrderChanges.Address(kind, facts, arguments),
        ActionKinds.ChangeTheItems => OrderChanges.Items(kind, facts, arguments),
        ActionKinds.ChangeThePayment => OrderChanges.Payment(kind, facts, arguments),
        ActionKinds.ReturnItems => GoodsBack.Return(kind, facts, arguments),
        ActionKinds.ExchangeItems => GoodsBack.Exchange(kind, facts, arguments),
        ActionKinds.ReshipItems => GoodsBack.Reship(kind, facts, arguments),
        ActionKinds.PickUp => GoodsBack.PickUp(kind, facts, arguments),
        ActionKinds.Refund => Gifts.Refund(kind, facts, arguments),
        ActionKinds.Compensate => Gifts.Compensate(kind, facts, arguments),
        ActionKinds.Advance => Gifts.Advance(kind, facts, arguments),
        _ => throw new InvalidOperationException($"Nobody decides about {kind.Name}."),
    };

    public static bool IsUnshipped(ActionFacts facts) => facts.Stage is OrderStage.Unpaid or OrderStage.Paid;

    public static bool HasArrived(ActionFacts facts) => facts.Stage is OrderStage.Delivered or OrderStage.Finished;

    /// <summary>The arguments with a member set, for what was left out.</summary>
    public static JsonElement With(JsonElement arguments, string name, string? value)
    {
        if (value is null)
        {
            return arguments;
        }

        var copy = JsonObject.Create(arguments)!;
        copy[name] = value;
        return JsonSerializer.SerializeToElement(copy);
    }

    public static string? Text(JsonElement arguments, string name) => arguments.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>An object for the marketplace of some of the arguments' members.</summary>
    public static JsonObject Take(JsonElement arguments, params ReadOnlySpan<string> names)
    {
        var taken = new JsonObject();
        foreach (var name in names)
        {
            if (arguments.TryGetProperty(name, out var value))
            {
                taken[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        return taken;
    }
}
