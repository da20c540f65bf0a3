using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Ledger.Proposals;
using Patella.Service.Parties;

namespace Patella.Service.Remedies.Reading;

/// <summary>POST /remedies/{id}/retries.</summary>
/// <param name="Attempt">The attempt that failed, as it was seen: a later one has answered the call already.</param>
/// <param name="Instrument">Another one of the same person; absent tries the same again.</param>
public sealed record RetryRequest(long? Attempt, string? Instrument);

/// <summary>POST /remedies/{id}/reversals: proposes to take back what a consumer received in bad faith; a second person approves.</summary>
/// <param name="Id">Made by the caller.</param>
/// <param name="Finding">The ruling or case on which the finding stands.</param>
public sealed record ReversalRequest(string? Id, string? Reason, string? Finding);

internal static class RemedyDoors
{
    public static void MapDoors(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Remedies");
        group.MapGet("/me/remedies", async (string? after, int? limit, HttpContext http, IStore store, RemedyLists lists) =>
                (await store.Read(http.Caller().Tenant, reader => lists.OfPerson(reader, http.Caller(), http.Caller().Id, after, limit), http.RequestAborted)).ToResult())
            .Needs(Permission.Consume).WithSummary("What the consumer gets and pays, each in one line, newest first").Produces<Page<RemedyView>>();
        group.MapGet("/me/instruments", async (HttpContext http, IStore store, RemedyLists lists) =>
                Results.Json(new Page<InstrumentView>(await store.Read(http.Caller().Tenant, reader => lists.Instruments(reader, http.Caller().Id), http.RequestAborted)), Json.Options))
            .Needs(Permission.Consume).WithSummary("The consumer's payment instruments, with what is on stored value").Produces<Page<InstrumentView>>();
        group.MapGet("/consumers/{id}/instruments", async (string id, HttpContext http, IStore store, RemedyLists lists) =>
                Results.Json(new Page<InstrumentView>(await store.Read(http.Caller().Tenant, reader => lists.Instruments(reader, id), http.RequestAborted)), Json.Options))
            .Needs(PartiesModule.Lookers | Permission.KeepBooks).WithSummary("A consumer's payment instruments, with what is on stored value").Produces<Page<InstrumentView>>();
        group.MapGet("/remedies", async ([AsParameters] RemedyQuery query, HttpContext http, IStore store, RemedyLists lists) =>
                (await store.Read(http.Caller().Tenant, reader => lists.All(reader, http.Caller(), query.Filter, query.After, query.Limit), http.RequestAborted)).ToResult())
            .Needs(Permission.KeepBooks).WithSummary("All remedies, newest first, by state, kind, source, order, case or fund").Produces<Page<RemedyView>>();
        group.MapGet("/remedies/{id}", async (string id, HttpContext http, IStore store, RemedyLists lists) =>
                (await store.Read(http.Caller().Tenant, reader => lists.One(reader, http.Caller(), id), http.RequestAborted)).ToResult())
            .Needs(PartiesModule.Lookers | Permission.KeepBooks | Permission.Consume).WithSummary("One remedy, as the caller may see it").Produces<RemedyView>();
        MapDeeds(group);
    }

    private static void MapDeeds(RouteGroupBuilder group)
    {
        group.MapPost("/remedies/{id}/retries", async (string id, RetryRequest request, HttpContext http, IStore store, RemedyDesk desk, RemedyViews views, AuditTrail audit) =>
                (await store.Write(http.Caller().Tenant, transaction => Retry(transaction, http.Caller(), id, request, desk, views, audit))).ToResult())
            .Needs(Permission.Serve | Permission.Supervise | Permission.KeepBooks).WithSummary("Try again what the payment provider refused, to another instrument of the person if one is named").Produces<RemedyView>().ProducesProblem(422);
        group.MapPost("/remedies/{id}/reversals", async (string id, ReversalRequest request, HttpContext http, IStore store, ProposalDesk proposals) =>
                (await store.Write(http.Caller().Tenant, transaction => Reverse(transaction, http.Caller(), id, request, proposals))).ToResult(202))
            .Needs(Permission.KeepBooks | Permission.Adjudicate).WithSummary("Propose to take back what was received in bad faith; never from a consumer in good faith").Produces<ProposalView>(202).ProducesProblem(422);
    }

    private static async Task<Outcome<RemedyView>> Retry(ITransaction transaction, Caller caller, string id, RetryRequest request, RemedyDesk desk, RemedyViews views, AuditTrail audit)
    {
        if (request.Attempt is not { } attempt)
        {
            return Problem.Invalid("/attempt", "Is required.");
        }

        var tried = await desk.Retry(transaction, id, request.Instrument, attempt);
        if (tried.Problem is { } refused)
        {
            return refused;
        }

        await audit.Write(transaction, caller, "remedies.tried-again", "remedy:" + id, new { attempt, request.Instrument });
        return (await views.Of(transaction, caller, [tried.Value]))[0];
    }

    private static async Task<Outcome<ProposalView>> Reverse(ITransaction transaction, Caller caller, string id, ReversalRequest request, ProposalDesk proposals)
    {
        if (RemedyChecks.RefuseReversal(new RemedyReversal(request.Id ?? "", request.Reason ?? "", true, request.Finding, RemedyGiver.Of(caller), null)) is { } wrong)
        {
            return wrong;
        }

        return await RemedyRows.Find(transaction, id) is null ? Problem.NotFound("The remedy")
            : (await proposals.Propose(transaction, caller, request.Id!, ProposalKinds.RemedyReversal, id, new { request.Reason, request.Finding })).Select(proposal => ProposalView.Of(proposal, caller));
    }

    /// <summary>The query of GET /remedies.</summary>
    internal sealed record RemedyQuery(string? State, string? Kind, string? Source, string? Order, string? Case, string? Fund, string? After, int? Limit)
    {
        public RemedyFilter Filter => new(State, Kind, Order, Case, Fund, Source);
    }
}

/// <summary>Takes back what two people found to have been received in bad faith.</summary>
internal sealed class ReversalHandler(RemedyDesk desk) : IProposalHandler
{
    public string Kind => ProposalKinds.RemedyReversal;

    public async Task<Problem?> Carry(ITransaction transaction, Proposal proposal, Caller approver)
    {
        var terms = Json.Read<Terms>(proposal.Terms)!;
        var by = new RemedyGiver("staff", proposal.ProposedBy, 0);
        return (await desk.Reverse(transaction, proposal.Target, new RemedyReversal(proposal.Id, terms.Reason ?? "", true, terms.Finding, by, RemedyGiver.Of(approver)))).Problem;
    }

    private sealed record Terms(string? Reason, string? Finding);
}
