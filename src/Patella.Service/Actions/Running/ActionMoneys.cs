using Microsoft.Extensions.Logging;
using Patella.Platform.Storage;
using Patella.Service.Actions.Deciding;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Running;

/// <summary>The money of an action, through Remedies: reserved with the decision, paid after the change, freed when it was refused.</summary>
internal sealed partial class ActionMoneys(RemedyDesk remedies, ILogger<ActionMoneys> logger)
{
    /// <summary>Plans all of it and reserves what must be sure. A refusal is thrown: the caller's transaction keeps nothing.</summary>
    /// <param name="reserve">False when it is paid in the same transaction: then nothing has to be held in between.</param>
    public async Task Begin(ITransaction transaction, MirroredOrder order, ServiceAction action, bool reserve)
    {
        var money = action.Moneys;
        if (money.Count == 0)
        {
            return;
        }

        foreach (var known in OrderMirror.MoneyOf(order))
        {
            await OrThrow(remedies.Know(transaction, known));
        }

        foreach (var one in money)
        {
            await OrThrow(remedies.Plan(transaction, RemedyOf(action, one)));
        }

        foreach (var one in money.Where(one => reserve && one.Moment != MoneyMoment.GoodsBack))
        {
            await OrThrow(remedies.Reserve(transaction, one.Remedy));
        }
    }

    /// <summary>Gives what was held, for an action that is done in the same transaction as it was accepted.</summary>
    public async Task PayOrThrow(ITransaction transaction, ServiceAction action)
    {
        foreach (var one in action.Moneys.Where(one => one.Moment != MoneyMoment.GoodsBack))
        {
            await OrThrow(remedies.Pay(transaction, one.Remedy));
        }
    }

    /// <summary>Gives what was held, after the marketplace has done its part. That is a fact: what cannot be paid stays held, and finance sees it.</summary>
    public async Task Pay(ITransaction transaction, ServiceAction action)
    {
        foreach (var one in action.Moneys.Where(one => one.Moment != MoneyMoment.GoodsBack))
        {
            Told(action, one, await remedies.Pay(transaction, one.Remedy));
        }
    }

    /// <summary>Whether money of it is planned until the goods are back.</summary>
    public async Task<bool> WaitsForGoods(IReader reader, ServiceAction action)
    {
        foreach (var one in action.Moneys.Where(one => one.Moment == MoneyMoment.GoodsBack))
        {
            if (await remedies.Find(reader, one.Remedy) is { State: RemedyState.Planned })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The goods are back: now their money moves.</summary>
    public async Task PayForGoods(ITransaction transaction, ServiceAction action)
    {
        foreach (var one in action.Moneys.Where(one => one.Moment == MoneyMoment.GoodsBack))
        {
            var reserved = await remedies.Reserve(transaction, one.Remedy);
            Told(action, one, reserved.Succeeded ? await remedies.Pay(transaction, one.Remedy) : reserved);
        }
    }

    /// <summary>Frees what is held and gives back what was collected.</summary>
    public async Task Free(ITransaction transaction, ServiceAction action, string reason)
    {
        foreach (var one in action.Moneys)
        {
            Told(action, one, await remedies.Cancel(transaction, one.Remedy, reason));
        }
    }

    /// <summary>How the consumer's own payment stands: true when all of it is there, false while it is under way, null when it failed.</summary>
    public async Task<bool?> Collected(IReader reader, ServiceAction action)
    {
        var all = true;
        foreach (var one in action.Moneys.Where(one => one.Moment == MoneyMoment.First))
        {
            if (await remedies.Find(reader, one.Remedy) is { State: RemedyState.Failed or RemedyState.Cancelled or RemedyState.Reversed })
            {
                return null;
            }

            all &= await remedies.Collected(reader, one.Remedy);
        }

        return all;
    }

    private static NewRemedy RemedyOf(ServiceAction action, ActionMoney money) => new(
        money.Remedy, money.Kind, money.Source, money.Amount, money.Currency, action.OrderRef, action.CaseRef, action.Person, money.Instrument, money.Fund, action.Reason ?? action.Kind,
        new RemedyGiver(action.AuthorKind == "program" ? "api" : action.AuthorKind, action.AuthorId, RankOf(action))) { Merchant = action.Merchant };

    private static int RankOf(ServiceAction action) => action.AuthorKind == "staff" ? action.Grade switch { "trainee" => 1, "standard" => 2, "senior" => 3, _ => 0 } : 0;

    private void Told(ServiceAction action, ActionMoney money, Outcome<Remedy> outcome)
    {
        if (outcome.Problem is { } problem)
        {
            LogOpen(money.Remedy, action.Id, problem.Code);
        }
    }

    private static async Task OrThrow<T>(Task<Outcome<T>> step)
    {
        if ((await step).Problem is { } refused)
        {
            throw new RefusalException(refused);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Remedy {Remedy} of action {Action} could not move its money and stays open: {Code}")]
    private partial void LogOpen(string remedy, string action, string code);
}
