using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Orders.Intake;

namespace Patella.Service.Actions.Running;

/// <summary>Writes down what the marketplace and the consumer's payment said of an action. Each step locks the row first; one that comes twice or too late changes nothing.</summary>
internal sealed partial class ActionSettler(ActionEnd end, ActionMoneys moneys, MarketplaceWords words, MachineTime machine, ILogger<ActionSettler> logger)
{
    /// <summary>The consumer's payment is there (true), under way (false) or failed (null).</summary>
    public async Task<bool> Collected(ITransaction transaction, string id, bool? collected)
    {
        if (await ActionRows.Lock(transaction, id) is not { State: ActionState.Collecting } action)
        {
            return false;
        }

        if (collected is null)
        {
            await end.Refuse(transaction, action, "payment-failed", null);
            return true;
        }

        await ActionRows.Save(transaction, collected.Value ? action with { State = ActionState.Executing, Asked = 0, NextAt = machine.Now } : action with { Asked = action.Asked + 1, NextAt = machine.Now + Patience.Collecting(action.Asked) });
        return true;
    }

    /// <summary>False when somebody else has handed it over already.</summary>
    public async Task<bool> BeginSending(ITransaction transaction, string id, MarketplaceSettings settings)
    {
        if (await ActionRows.Lock(transaction, id) is not { State: ActionState.Executing or ActionState.Unknown, SentAt: null } action)
        {
            return false;
        }

        await ActionRows.Save(transaction, action with { State = ActionState.Executing, Attempts = action.Attempts + 1, SentAt = machine.Now, NextAt = machine.Now + ((settings.TimeoutSeconds + 2) * Microseconds.PerSecond) });
        return true;
    }

    /// <param name="answer">Null when nobody knows.</param>
    public async Task<bool> Settle(ITransaction transaction, string id, MarketplaceAnswer? answer, MarketplaceSettings settings)
    {
        if (await ActionRows.Lock(transaction, id) is not { State: ActionState.Executing or ActionState.Unknown, SentAt: { } sentAt } action)
        {
            return false;
        }

        switch (answer?.Word)
        {
            case MarketplaceWord.Done:
                // Whoever decides about the order meanwhile sees it before all of this or after all of it, never the money without the change.
                await ActionRows.HoldOrder(transaction, action.OrderRef);
                await Take(transaction, action, answer);
                await moneys.Pay(transaction, action);
                await end.Done(transaction, action);
                break;
            case MarketplaceWord.Refused:
                await end.Refuse(transaction, action, answer.Code ?? "refused", answer.Detail);
                break;
            case MarketplaceWord.Absent when sentAt + settings.SettledAfter < machine.Now:
                // It never arrived, and nothing under way can any more: it is handed over once more, under the same key.
                await ActionRows.Save(transaction, action with { State = ActionState.Executing, SentAt = null, Asked = action.Asked + 1, NextAt = machine.Now });
                break;
            default:
                await ActionRows.Save(transaction, action with { State = answer?.Word == MarketplaceWord.Underway ? ActionState.Executing : ActionState.Unknown, Asked = action.Asked + 1, NextAt = machine.Now + MarketplacePatience.After(action.Asked) });
                break;
        }

        return true;
    }

    /// <summary>The change is a fact even where its description cannot be read: then the marketplace's own events bring the mirror up to date later.</summary>
    private async Task Take(ITransaction transaction, ServiceAction action, MarketplaceAnswer answer)
    {
        if (answer.Events is { } events && (await words.Take(transaction, events)).Problem is { } malformed)
        {
            LogMalformed(action.Id, malformed.Errors is [var first, ..] ? first.Pointer : malformed.Code);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The marketplace did action {Action}, but its events cannot be read: {Where}")]
    private partial void LogMalformed(string action, string where);
}

/// <summary>How long an action is waited for, in microseconds of machine time.</summary>
internal static class Patience
{
    /// <summary>From one look at a payment to the next: 0.1 s, doubling to 51 s.</summary>
    public static long Collecting(long asked) => (Microseconds.PerSecond / 10) << (int)Math.Min(asked, 9);
}
