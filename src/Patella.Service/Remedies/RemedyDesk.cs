using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Parties;

namespace Patella.Service.Remedies;

/// <summary>
/// The one way to value, for higher capabilities inside their own transactions. Every call may come twice: the second time changes nothing and answers the same.
/// A refusal has changed nothing; the caller's transaction may go on. What is held or posted stays locked until the commit, so call it last.
/// </summary>
public sealed partial class RemedyDesk(GeneralLedger ledger, PaymentDesk payments, PersonStore persons, InstrumentStore instruments, TimerTable timers, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    private readonly OrderBooks _orders = new(ledger, instruments, business, machine, identifiers);
    private readonly RemedyPlans _plans = new(persons, instruments, business);
    private readonly RemedyMoney _money = new(ledger, payments, timers, new RemedyStory(business, machine, identifiers), business);
    private readonly RemedyStory _story = new(business, machine, identifiers);

    /// <summary>Takes what the marketplace says of an order's money into the books, each thing once, and tells how it stands.</summary>
    public Task<Outcome<OrderBalance>> Know(ITransaction transaction, OrderMoney order) => _orders.Know(transaction, order);

    /// <summary>Stored value a person brings along: opens its account with what is in it. The first amount counts; again changes nothing.</summary>
    public Task<Outcome<bool>> OpenValue(ITransaction transaction, string instrument, string label, string person, Money amount) => _orders.OpenValue(transaction, instrument, label, person, amount);

    /// <summary>Writes a remedy down. No money is moved or held yet.</summary>
    public async Task<Outcome<Remedy>> Plan(ITransaction transaction, NewRemedy remedy)
    {
        var planned = await _plans.Plan(transaction, remedy);
        if (planned is { Succeeded: true, Value: { Fresh: true, Remedy: var fresh } })
        {
            await _story.Tell(transaction, null, fresh);
        }

        return planned.Select(plan => plan.Remedy);
    }

    /// <summary>Holds the money. A charge: held on stored value, collected from anything else.</summary>
    public Task<Outcome<Remedy>> Reserve(ITransaction transaction, string id) => Change(transaction, id, async remedy => remedy.State switch
    {
        RemedyState.Planned => await _money.Reserve(transaction, remedy),
        RemedyState.Reserved or RemedyState.Paid or RemedyState.Confirmed => remedy,
        _ => Ended(remedy),
    });

    /// <summary>Whether what the consumer pays is there or surely held; true for what is no charge and has its money.</summary>
    public async Task<bool> Collected(IReader reader, string id)
        => await RemedyRows.Find(reader, id) is { } remedy && remedy.State switch
        {
            RemedyState.Reserved => await _money.IsThere(reader, remedy),
            RemedyState.Paid or RemedyState.Confirmed => true,
            _ => false,
        };

    /// <summary>Gives it: stored value at once, anything else through the payment provider, confirmed by the timeline.</summary>
    public Task<Outcome<Remedy>> Pay(ITransaction transaction, string id) => Change(transaction, id, async remedy => remedy.State switch
    {
        RemedyState.Planned or RemedyState.Reserved => await _money.Pay(transaction, remedy),
        RemedyState.Paid or RemedyState.Confirmed => remedy,
        RemedyState.Failed => Problem.Refused("remedy-failed", "It failed. Try it again, to another instrument if need be."),
        _ => Ended(remedy),
    });

    /// <summary>Frees what is held; a charge that was collected is given back. What a consumer has been given cannot be cancelled.</summary>
    public Task<Outcome<Remedy>> Cancel(ITransaction transaction, string id, string reason) => Change(transaction, id, async remedy => remedy.State switch
    {
        RemedyState.Cancelled => remedy,
        RemedyState.Reversed => Ended(remedy),
        RemedyState.Confirmed when !remedy.IsCharge => Problem.Refused("already-given", "The consumer has it already. What was received in good faith is not taken back."),
        _ => await _money.Cancel(transaction, remedy with { EndedReason = Cut(reason) }),
    });

    /// <summary>Tries a failed one again under a new payment key, to another instrument of the person if one is named.</summary>
    /// <param name="attempt">The attempt that failed, as the caller saw it; a later one has answered the call already.</param>
    public Task<Outcome<Remedy>> Retry(ITransaction transaction, string id, string? instrument, long? attempt = null) => Change(transaction, id, async remedy =>
    {
        if (remedy.State is RemedyState.Reserved or RemedyState.Paid or RemedyState.Confirmed || (attempt is { } seen && seen < remedy.Attempt && remedy.State == RemedyState.Failed))
        {
            return remedy;
        }

        if (remedy.State != RemedyState.Failed)
        {
            return Problem.Refused("not-failed", "Only what has failed is tried again.");
        }

        var next = await _plans.Redirect(transaction, remedy, instrument);
        return next.Problem is { } refused ? refused : await _money.Again(transaction, next.Value with { Attempt = remedy.Attempt + 1, Code = null });
    });

    /// <summary>Takes back what was given, after a finding of bad faith and by two people. Never from a consumer in good faith, and never what has left our books.</summary>
    public Task<Outcome<Remedy>> Reverse(ITransaction transaction, string id, RemedyReversal reversal) => Change(transaction, id, async remedy =>
    {
        if (RemedyChecks.RefuseReversal(reversal) is { } wrong)
        {
            return wrong;
        }

        return remedy.State == RemedyState.Reversed ? remedy
            : remedy.State != RemedyState.Confirmed ? Problem.Refused("not-given", "The consumer does not have it yet. Cancel it instead.")
            : !reversal.BadFaith ? Problem.Refused("good-faith", "What a consumer received in good faith is never taken back, whatever is decided later. Recover it from who is liable.")
            : reversal.Approver is not { Id: { } approver } || approver == reversal.By.Id ? Problem.Refused("second-person", "Taking back what was given needs a second person.")
            : await _money.Reverse(transaction, remedy with { EndedReason = Cut(reversal.Reason) });
    });

    /// <summary>What was decided for an order, oldest first.</summary>
    public Task<IReadOnlyList<Remedy>> OfOrder(IReader reader, string order) => reader.Many<Remedy>(RemedyRows.Sql["OfOrder"], new { order });

    public Task<Remedy?> Find(IReader reader, string id) => RemedyRows.Find(reader, id);

    /// <summary>Marks a cancelled charge whose money has come after all.</summary>
    internal const string ToGiveBack = "to-give-back";

    /// <summary>What the timeline tells of a remedy's payment.</summary>
    internal async Task Learn(ITransaction transaction, string id, Func<Remedy, Remedy> learn)
    {
        var learned = await Change(transaction, id, async remedy =>
        {
            var after = learn(remedy);
            if (after.GivenBack != ToGiveBack)
            {
                return after;
            }

            // What came has been refunded another way meanwhile: there is nothing left to give back, and a person may look.
            var back = await _money.GiveBack(transaction, after with { GivenBack = null });
            return back.Problem is null ? back : after with { GivenBack = null, Code = "not-given-back" };
        });
        if (learned.Problem is { Code: not "not-found" } refused)
        {
            throw new InvalidOperationException($"What became of remedy {id} could not be written down: {refused.Detail}");
        }
    }

    private async Task<Outcome<Remedy>> Change(ITransaction transaction, string id, Func<Remedy, Task<Outcome<Remedy>>> change)
    {
        if (await RemedyRows.Lock(transaction, id) is not { } before)
        {
            return Problem.NotFound("The remedy");
        }

        var after = await change(before);
        if (after.Problem is null && after.Value != before)
        {
            var kept = after.Value with { ChangedAt = business.Now };
            await RemedyRows.Save(transaction, kept);
            await _story.Tell(transaction, before, kept);
            return kept;
        }

        return after;
    }

    private static Problem Ended(Remedy remedy) => Problem.Refused("remedy-ended", $"It is {remedy.State}; nothing more is done with it.");

    private static string Cut(string text) => text.Length <= 500 ? text : text[..500];
}
