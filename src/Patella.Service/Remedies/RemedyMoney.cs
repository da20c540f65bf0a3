using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;

namespace Patella.Service.Remedies;

/// <summary>Moves the money of remedies through the books and the payment desk. What comes out is the remedy as it is to be kept; a refusal has moved nothing.</summary>
internal sealed class RemedyMoney(GeneralLedger ledger, PaymentDesk payments, TimerTable timers, RemedyStory story, BusinessTime business)
{
    private const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>Until when a card or wallet has it, from the promise on.</summary>
    private const long OutsideTakes = 5 * Day;

    /// <summary>Until when stored value is given that is held for something still under way.</summary>
    private const long HeldFor = Day;

    public async Task<Outcome<Remedy>> Reserve(ITransaction transaction, Remedy remedy)
    {
        var promised = remedy with { State = RemedyState.Reserved, PromisedBy = business.Now + (remedy.Way == RemedyWay.Outside ? OutsideTakes : HeldFor) };
        if (remedy.Way == RemedyWay.InKind)
        {
            return promised;
        }

        var sides = RemedySides.Of(remedy);
        if (await Open(transaction, sides) is { } closed)
        {
            return closed;
        }

        // Money that comes from outside is booked when it has come; everything else is held now.
        var refused = remedy is { IsCharge: true, Way: RemedyWay.Outside }
            ? (await payments.Order(transaction, sides.Payment(remedy))).Problem
            : await payments.Hold(transaction, sides.Payment(remedy));
        return refused is null ? promised : await Told(transaction, remedy, sides, refused);
    }

    public async Task<Outcome<Remedy>> Pay(ITransaction transaction, Remedy remedy)
    {
        if (remedy.Way == RemedyWay.InKind)
        {
            return Given(remedy);
        }

        if (remedy is { IsCharge: true, Way: RemedyWay.Outside })
        {
            return remedy.State == RemedyState.Reserved && await IsThere(transaction, remedy) ? Given(remedy)
                : Problem.Refused("not-collected", "The consumer's payment has not come yet.");
        }

        var isHeld = remedy.State == RemedyState.Reserved;
        var sides = RemedySides.Of(remedy);
        if (!isHeld && await Open(transaction, sides) is { } closed)
        {
            return closed;
        }

        if (remedy.Way == RemedyWay.StoredValue)
        {
            var posted = await ledger.Post(transaction, isHeld ? sides.Release(remedy) : sides.Move(remedy));
            return posted.Problem is { } refused ? await Told(transaction, remedy, sides, refused) : Given(remedy);
        }

        var ordered = await payments.Order(transaction, sides.Payment(remedy), isHeld);
        return ordered.Problem is { } problem ? await Told(transaction, remedy, sides, problem)
            : remedy with { State = RemedyState.Paid, PromisedBy = remedy.PromisedBy ?? business.Now + OutsideTakes };
    }

    /// <summary>Gives many to stored value in one call of the ledger, each with an answer of its own.</summary>
    public async Task<IReadOnlyList<Outcome<Remedy>>> GiveStored(ITransaction transaction, IReadOnlyList<Remedy> remedies)
    {
        var sides = remedies.Select(RemedySides.Of).ToList();
        foreach (var advance in sides.Where(side => side.Giving.Kind == ChartOfAccounts.Advance))
        {
            await OpenAdvance(transaction, advance.Giving);
        }

        if (await OpenMissing(transaction, [.. sides.SelectMany(side => side.Accounts)]) is { } closed)
        {
            return [.. remedies.Select(_ => (Outcome<Remedy>)closed)];
        }

        var posted = await ledger.PostMany(transaction, [.. remedies.Zip(sides, (remedy, side) => (IReadOnlyList<TransferOrder>)[side.Move(remedy)])]);
        var answers = new List<Outcome<Remedy>>();
        foreach (var ((remedy, side), outcome) in remedies.Zip(sides).Zip(posted))
        {
            answers.Add(outcome.Problem is { } refused ? await Told(transaction, remedy, side, refused) : Given(remedy));
        }

        return answers;
    }

    /// <summary>The next attempt, its money held anew.</summary>
    public async Task<Outcome<Remedy>> Again(ITransaction transaction, Remedy remedy)
    {
        var planned = remedy with { State = RemedyState.Planned };
        return remedy.IsCharge ? await Reserve(transaction, planned) : await Pay(transaction, planned);
    }

    public async Task<bool> IsThere(IReader reader, Remedy remedy)
        => remedy is not { IsCharge: true, Way: RemedyWay.Outside } || await payments.Find(reader, remedy.PaymentKey) is { State: PaymentState.Confirmed };

    public async Task<Outcome<Remedy>> Cancel(ITransaction transaction, Remedy remedy)
    {
        var cancelled = remedy with { State = RemedyState.Cancelled };
        switch (remedy)
        {
            case { State: RemedyState.Planned or RemedyState.Failed } or { Way: RemedyWay.InKind, State: RemedyState.Reserved }:
                return cancelled;
            case { IsCharge: true, Way: RemedyWay.Outside }:
                // What is still on its way is given back when it comes; what has come goes back now.
                return remedy.State == RemedyState.Reserved && (await payments.Withdraw(transaction, remedy.PaymentKey) || !await IsThere(transaction, remedy))
                    ? cancelled : await GiveBack(transaction, cancelled);
            case { State: RemedyState.Reserved }:
                return (await ledger.Post(transaction, TransferOrder.Void(PaymentDesk.FreedOf(remedy.PaymentKey), PaymentDesk.HoldOf(remedy.PaymentKey), "remedy-cancelled"))).Problem is { } refused ? refused : cancelled;
            case { State: RemedyState.Paid }:
                return await payments.Withdraw(transaction, remedy.PaymentKey) ? cancelled : Problem.Refused("on-its-way", "The money is on its way to the consumer and cannot be called back.");
            default:
                return await GiveBack(transaction, cancelled);
        }
    }

    /// <summary>Gives a collected charge back to where it came from, as a remedy of its own.</summary>
    public async Task<Outcome<Remedy>> GiveBack(ITransaction transaction, Remedy charge)
    {
        var back = charge with
        {
            Id = charge.Id + ":back", Kind = RemedyKinds.Refund, Source = RemedySource.OrderPaid, Amount = charge.Received ?? charge.Amount, Attempt = 1, State = RemedyState.Planned, Received = null, Code = null,
            PromisedBy = null, PlannedAt = business.Now, ChangedAt = business.Now, ConfirmedAt = null, GivenBack = null, EndedReason = null, GivenKind = RemedyGiver.System.Kind, GivenBy = null, Grade = 0,
        };
        if (await RemedyRows.Find(transaction, back.Id) is not null)
        {
            return charge with { GivenBack = back.Id };
        }

        var paid = await Pay(transaction, back);
        if (paid.Problem is { } refused)
        {
            return refused;
        }

        await RemedyRows.Add(transaction, paid.Value);
        await story.Tell(transaction, null, paid.Value);
        return charge with { GivenBack = back.Id };
    }

    public async Task<Outcome<Remedy>> Reverse(ITransaction transaction, Remedy remedy)
    {
        if (remedy.IsCharge)
        {
            return Problem.Refused("is-charge", "A charge is cancelled, and then given back.");
        }

        if (remedy.Way == RemedyWay.Outside)
        {
            return Problem.Refused("paid-outside", "It has left our books for the consumer's own account; from there it can only come back by the consumer's own payment.");
        }

        var key = remedy.PaymentKey;
        var refused = remedy.Way == RemedyWay.InKind ? null : (await ledger.Post(transaction, TransferOrder.Reverse("back:" + key, PaymentDesk.PaidOf(key), "remedy-reversed") with { Document = RemedySides.Document(remedy) })).Problem;
        if (refused is not null)
        {
            return refused;
        }

        if (remedy.Source == RemedySource.Advance)
        {
            await transaction.Execute(AdvanceDesk.Sql["AddRecovery"], new Recovery
            {
                Id = "back:" + key, Source = "returned", CaseRef = remedy.CaseRef!, Currency = remedy.Currency, Amount = remedy.Received ?? remedy.Amount, ByKind = "system", Reason = remedy.EndedReason, At = business.Now,
            });
        }

        return remedy with { State = RemedyState.Reversed };
    }

    public Remedy Given(Remedy remedy) => remedy with { State = RemedyState.Confirmed, ConfirmedAt = business.Now, PromisedBy = remedy.PromisedBy ?? business.Now };

    private async Task<Problem?> Open(ITransaction transaction, RemedySides sides)
    {
        if (sides.Giving is { Kind: ChartOfAccounts.Advance } advance)
        {
            await OpenAdvance(transaction, advance);
        }

        return await OpenMissing(transaction, sides.Accounts);
    }

    private async Task<Problem?> OpenMissing(ITransaction transaction, IReadOnlyList<NewAccount> accounts)
    {
        var there = (await ledger.Find(transaction, [.. accounts.Select(account => account.Id).Distinct()])).Select(account => account.Id).ToHashSet();
        NewAccount[] missing = [.. accounts.Where(account => !there.Contains(account.Id) && account.Kind != ChartOfAccounts.Fund).DistinctBy(account => account.Id)];
        return missing.Length == 0 ? null : (await ledger.Open(transaction, missing)).Problem;
    }

    private async Task OpenAdvance(ITransaction transaction, NewAccount advance)
    {
        await transaction.Execute(AdvanceDesk.Sql["Open"], new { caseRef = advance.Owner, currency = advance.Currency, now = business.Now });
        if (await transaction.Execute(AdvanceDesk.Sql["Reopen"], new { caseRef = advance.Owner, currency = advance.Currency }) == 1)
        {
            // More is advanced in a case whose first advance has come back: it is collected again.
            await timers.Set(transaction, AdvanceDesk.Capability, AdvanceDesk.KeyOf(advance.Owner!, advance.Currency), business.Now + Day);
        }
    }

    /// <summary>What the books refuse, in the words of who asked: more than was paid, more than is on the instrument.</summary>
    private async Task<Problem> Told(ITransaction transaction, Remedy remedy, RemedySides sides, Problem refused)
    {
        if (refused.Code != "limit-reached")
        {
            return refused;
        }

        var room = (await ledger.Find(transaction, sides.Debit))?.DebitRoom ?? 0;
        return remedy.Source switch
        {
            RemedySource.OrderPaid => Problem.Refused("more-than-paid", $"Of what was paid for this order {room} is left (minor units of {remedy.Currency}); more is never refunded."),
            RemedySource.Instrument => Problem.Refused("value-short", $"There is {room} left on the instrument (minor units of {remedy.Currency})."),
            RemedySource.Fund => Problem.Refused("fund-empty", $"There is {room} left in the fund (minor units of {remedy.Currency})."),
            _ => refused,
        };
    }
}
