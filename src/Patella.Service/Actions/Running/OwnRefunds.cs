using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Policies;

namespace Patella.Service.Actions.Running;

/// <summary>
/// Money back that the service gives by itself, at once and without goods in return: only where the rule of refunds allows it, nobody's consent is needed, and the
/// limit for programs (grade <c>api</c>) covers it. A tenant that lists no such limit has a person decide each.
/// </summary>
public sealed class OwnRefunds
{
    /// <summary>Refused at the last moment and remembered; far more than a process ever sees at once.</summary>
    private const int MostRefused = 1_000;

    private readonly ConcurrentDictionary<string, bool> _refused = new();
    private readonly ActionDecider _decider;
    private readonly ActionDesk _desk;

    internal OwnRefunds(ActionDecider decider, ActionDesk desk) => (_decider, _desk) = (decider, desk);

    /// <summary>Gives back what was paid for an order of one piece that has arrived, inside the caller's transaction. The same id again changes nothing.</summary>
    /// <param name="id">Of the action.</param>
    /// <param name="reason">Stands with the money in the books, 1 to 500 characters.</param>
    /// <returns>False when a person is needed: nothing was changed.</returns>
    /// <exception cref="RefusalException">Something refused it at the last moment; the transaction must end. Asked again under the same id the answer is false.</exception>
    public async Task<bool> Give(ITransaction transaction, string id, string conversation, MirroredOrder order, string reason)
    {
        var caller = new Caller { Kind = CallerKind.Program, Tenant = transaction.Tenant, Id = "patella", Name = "Patella", Permissions = Permission.Serve };
        if (_refused.ContainsKey(id) || await _decider.Facts(transaction, caller, order.Id) is not { Succeeded: true, Value: var facts }
            || !Deciding.Decide.HasArrived(facts) || facts.Order.State.Items is not [{ Quantity: 1 }] || facts.LeftToGiveBack <= 0)
        {
            return false;
        }

        var kind = ActionKinds.Find(ActionKinds.Refund)!;
        var arguments = JsonSerializer.SerializeToElement(new { reason, amount = facts.LeftToGiveBack });
        var (decided, ruling) = await _decider.Decide(transaction, caller, order, new Wish(kind, arguments, null, conversation, id));
        if (decided is not { Succeeded: true, Value: { ConsentNeeded: false, Authority: AuthorityWord.Own } } || ruling.Verdict.Outcome != PolicyOutcome.Allow)
        {
            return false;
        }

        try
        {
            return (await _desk.Give(transaction, caller, order.Id, new ActionRequest(id, kind.Name, arguments, null, conversation))).Succeeded;
        }
        catch (RefusalException)
        {
            if (_refused.Count >= MostRefused)
            {
                _refused.Clear();
            }

            _refused[id] = true;
            throw;
        }
    }
}
