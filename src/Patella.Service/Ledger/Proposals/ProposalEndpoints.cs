using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Proposals;

internal static class ProposalEndpoints
{
    private const Permission Deciders = Permission.KeepBooks | Permission.Adjudicate;

    public static void MapProposals(this RouteGroupBuilder group)
    {
        group.MapGet("/proposals", async (string? state, string? after, int? limit, HttpContext http, IStore store) =>
                (await store.Read(http.Caller().Tenant, reader => List(reader, http.Caller(), state, after, limit), http.RequestAborted)).ToResult())
            .Needs(Deciders).WithSummary("What waits for a second person, newest first").Produces<Page<ProposalView>>();
        group.MapPost("/proposals/{id}/decision", async (string id, DecisionRequest request, HttpContext http, IStore store, ProposalDesk desk) =>
                (request.Approve is not { } approve ? Problem.Invalid("/approve", "Must be true or false.")
                    : (await store.Write(http.Caller().Tenant, transaction => desk.Decide(transaction, http.Caller(), id, approve))).Select(proposal => ProposalView.Of(proposal, http.Caller()))).ToResult())
            .Needs(Deciders).AfterFreshProof().WithSummary("Approve what somebody else proposed, which carries it out, or decline it").Produces<ProposalView>().ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Outcome<Page<ProposalView>>> List(IReader reader, Caller caller, string? state, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<Proposal>(ProposalDesk.Sql["List"], new { state, sort, id, limit = most + 1 });
        return new Page<ProposalView>([.. rows.Take(most).Select(row => ProposalView.Of(row, caller))], rows.Count > most ? Paging.Cursor(rows[most - 1].ProposedAt, rows[most - 1].Id) : null);
    }
}
