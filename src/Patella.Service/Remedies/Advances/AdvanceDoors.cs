using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Ledger.Proposals;

namespace Patella.Service.Remedies;

/// <summary>How the advance of a case stands, on the wire; amounts are minor units. <c>advanced = recovered + writtenOff + outstanding</c>.</summary>
/// <param name="Claimed">Of what is outstanding, what stands as a receivable.</param>
/// <param name="Held">Promised and not paid yet.</param>
/// <param name="State">held, paid, recovering, claimed, recovered or written-off.</param>
public sealed record AdvanceView(
    string Case, string Currency, long Advanced, long Recovered, long WrittenOff, long Outstanding, long Claimed, long Held, string State, LiableView? Liable, DateTimeOffset OpenedAt, IReadOnlyList<RecoveryView>? Recoveries = null)
{
    internal static AdvanceView Of(AdvanceStand stand, IReadOnlyList<Recovery>? recoveries = null) => new(
        stand.Case, stand.Currency, stand.Advanced, stand.Recovered, stand.WrittenOff, stand.Outstanding, stand.Claimed, stand.Held, stand.State,
        stand.PartyKind is { } kind ? new LiableView(kind, stand.Party) : null, Microseconds.ToTime(stand.OpenedAt), recoveries?.Select(RecoveryView.Of).ToList());
}

/// <summary>Who is liable.</summary>
/// <param name="Kind">merchant, carrier or platform.</param>
public sealed record LiableView(string? Kind, string? Id);

/// <summary>What came back, or never will.</summary>
/// <param name="Source">deposit, settlement, receivable, returned, write-off or nothing.</param>
public sealed record RecoveryView(string Id, string Source, long Amount, DateTimeOffset At, string By, string? Reason)
{
    internal static RecoveryView Of(Recovery recovery) => new(recovery.Id, recovery.Source, recovery.Amount, Microseconds.ToTime(recovery.At), recovery.ById ?? recovery.ByKind, recovery.Reason);
}

/// <summary>POST /advances/{case}/recoveries.</summary>
/// <param name="Id">Made by the caller, 1 to 60 characters.</param>
/// <param name="Step">sweep takes what is there; claim makes the rest a receivable; write-off gives it up and waits for a second person.</param>
/// <param name="Liable">Who is liable, if that is to be said with it.</param>
/// <param name="Amount">Of a write-off; absent is all that is outstanding.</param>
public sealed record RecoveryRequest(string? Id, string? Currency, string? Step, LiableView? Liable, long? Amount, string? Reason);

internal static class AdvanceDoors
{
    public static void MapAdvances(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/advances").WithTags("Remedies");
        group.MapGet("", async (bool? all, string? after, int? limit, HttpContext http, IStore store, AdvanceDesk desk) =>
                (await store.Read(http.Caller().Tenant, reader => List(reader, desk, all == true, after, limit), http.RequestAborted)).ToResult())
            .Needs(Permission.KeepBooks).WithSummary("What the platform paid first and has not got back, newest first; 'all' shows what is settled too").Produces<Page<AdvanceView>>();
        group.MapGet("/{case}", async (string @case, HttpContext http, IStore store, AdvanceDesk desk) =>
                Results.Json(new Page<AdvanceView>(await store.Read(http.Caller().Tenant, reader => OfCase(reader, desk, @case), http.RequestAborted)), Json.Options))
            .Needs(Permission.KeepBooks).WithSummary("The advances of a case, one a currency, with every recovery").Produces<Page<AdvanceView>>();
        group.MapPost("/{case}/recoveries", async (string @case, RecoveryRequest request, HttpContext http, IStore store, AdvanceDesk desk, ProposalDesk proposals, AuditTrail audit) =>
        {
            var outcome = await store.Write(http.Caller().Tenant, transaction => Recover(transaction, http.Caller(), @case, request, desk, proposals, audit));
            return outcome.ToResult(request.Step == RecoverySteps.WriteOff ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
        }).Needs(Permission.KeepBooks).AfterFreshProof().WithSummary("Take a step to get an advance back, and say who is liable; a write-off waits for a second person")
            .Produces<AdvanceView>().Produces<AdvanceView>(202).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Outcome<Page<AdvanceView>>> List(IReader reader, AdvanceDesk desk, bool all, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<AdvanceRow>(AdvanceDesk.Sql["List"], new { all = all ? 1L : 0L, sort, id, limit = most + 1 });
        var views = new List<AdvanceView>();
        foreach (var row in rows.Take(most))
        {
            views.Add(AdvanceView.Of(await desk.Stand(reader, row)));
        }

        return new Page<AdvanceView>(views, rows.Count > most ? Paging.Cursor(rows[most - 1].OpenedAt, rows[most - 1].CaseRef) : null);
    }

    private static async Task<List<AdvanceView>> OfCase(IReader reader, AdvanceDesk desk, string caseRef)
    {
        var views = new List<AdvanceView>();
        foreach (var stand in await desk.OfCase(reader, caseRef))
        {
            views.Add(AdvanceView.Of(stand, await desk.Recoveries(reader, caseRef, stand.Currency)));
        }

        return views;
    }

    private static async Task<Outcome<AdvanceView>> Recover(ITransaction transaction, Caller caller, string caseRef, RecoveryRequest request, AdvanceDesk desk, ProposalDesk proposals, AuditTrail audit)
    {
        var by = RemedyGiver.Of(caller);
        var order = new NewRecovery(request.Id ?? "", caseRef, request.Currency ?? "", request.Step ?? "", request.Amount, request.Reason ?? "", by, new RemedyGiver("staff", "second", 0));
        if (RecoveryChecks.Refuse(order) is { } wrong)
        {
            return wrong;
        }

        if (request.Liable is { } liable && (await desk.Blame(transaction, caseRef, order.Currency, liable.Kind ?? "", liable.Id, by)).Problem is { } unclear)
        {
            return unclear;
        }

        if (order.Step == RecoverySteps.WriteOff)
        {
            var proposed = await proposals.Propose(transaction, caller, order.Id, ProposalKinds.AdvanceWriteOff, caseRef, new { order.Currency, order.Amount, order.Reason });
            return proposed.Problem is { } refused ? refused : await desk.Find(transaction, caseRef, order.Currency) is { } stand ? AdvanceView.Of(stand) : Problem.NotFound("The advance");
        }

        var done = await desk.Recover(transaction, order with { Approver = null });
        if (done.Succeeded)
        {
            await audit.Write(transaction, caller, "remedies.advance-" + order.Step, "advance:" + caseRef, new { order.Currency, done.Value.Outstanding });
        }

        return done.Select(stand => AdvanceView.Of(stand));
    }
}

/// <summary>Writes an advance off once a second person has approved it.</summary>
internal sealed class WriteOffHandler(AdvanceDesk desk) : IProposalHandler
{
    public string Kind => ProposalKinds.AdvanceWriteOff;

    public async Task<Problem?> Carry(ITransaction transaction, Proposal proposal, Caller approver)
    {
        var terms = Json.Read<Terms>(proposal.Terms)!;
        var by = new RemedyGiver("staff", proposal.ProposedBy, 0);
        return (await desk.Recover(transaction, new NewRecovery(proposal.Id, proposal.Target, terms.Currency ?? "", RecoverySteps.WriteOff, terms.Amount, terms.Reason ?? "", by, RemedyGiver.Of(approver)))).Problem;
    }

    private sealed record Terms(string? Currency, long? Amount, string? Reason);
}
