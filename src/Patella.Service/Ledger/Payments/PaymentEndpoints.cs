using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Ledger.Proposals;

namespace Patella.Service.Ledger.Payments;

/// <summary>A payment on the wire.</summary>
/// <param name="Direction">out or in.</param>
/// <param name="Attempts">How often it was handed over, always under its own id as the key.</param>
/// <param name="Asked">How often the provider was asked what became of it.</param>
/// <param name="Settled">What truly moved, where it went oddly and people settled it.</param>
public sealed record PaymentView(
    string Id, string Direction, string Debit, string Credit, Money Amount, string State, long Attempts, long Asked, DateTimeOffset OrderedAt, DateTimeOffset? EndedAt, string? Document, string? ProviderReference, string? Code, long? Settled = null)
{
    internal static PaymentView Of(Payment payment) => new(
        payment.Id, payment.Direction, payment.Debit, payment.Credit, new Money(payment.Amount, payment.Currency), payment.State, payment.Attempts, payment.Asked,
        Microseconds.ToTime(payment.OrderedAt), payment.EndedAt is { } at ? Microseconds.ToTime(at) : null, payment.Document, payment.ProviderRef, payment.Code, payment.Settled);
}

/// <summary>Something on which we and the provider do not agree, on the wire.</summary>
/// <param name="Kind">amount, currency, not-ours, paid-though-failed or missing-there.</param>
public sealed record MismatchView(string Payment, string Kind, long? Ours, long? Theirs, string? Currency, DateTimeOffset FoundAt, DateTimeOffset? SettledAt, string? SettledBy)
{
    internal static MismatchView Of(Mismatch mismatch) => new(
        mismatch.Payment, mismatch.Kind, mismatch.Ours, mismatch.Theirs, mismatch.Currency, Microseconds.ToTime(mismatch.FoundAt), mismatch.SettledAt is { } at ? Microseconds.ToTime(at) : null, mismatch.SettledBy);
}

/// <summary>How far payments have been compared with the provider's list, and what does not match.</summary>
/// <param name="Until">Up to when; absent before the first run.</param>
public sealed record ReconciliationView(DateTimeOffset? Until, DateTimeOffset? RanAt, long Entries, long Open, IReadOnlyList<MismatchView> Items, string? Next);

internal static class PaymentEndpoints
{
    public static void MapPayments(this RouteGroupBuilder group)
    {
        group.MapGet("/payments", async (string? state, string? after, int? limit, HttpContext http, IStore store) =>
                (await store.Read(http.Caller().Tenant, reader => Payments(reader, state, after, limit), http.RequestAborted)).ToResult())
            .Needs(Permission.KeepBooks).WithSummary("Payments on their way out or in, newest first").Produces<Page<PaymentView>>();
        group.MapPost("/payments/{id}/settlements", async (string id, OddSettlementRequest request, HttpContext http, IStore store, ProposalDesk proposals, OddPayments odd) =>
                (request.Check() is { Failed: true } check ? check.Problem : await store.Write<Outcome<ProposalView>>(http.Caller().Tenant, async transaction => await odd.Check(transaction, id) is { } refused ? refused
                    : (await proposals.Propose(transaction, http.Caller(), request.Id ?? "", ProposalKinds.PaymentSettlement, id, new { request.Moved, request.Reason })).Select(proposal => ProposalView.Of(proposal, http.Caller())))).ToResult(202))
            .Needs(Permission.KeepBooks).WithSummary("Propose what truly became of a payment that went oddly; a second person approves it").Produces<ProposalView>(202).ProducesProblem(409).ProducesProblem(422);
        group.MapGet("/reconciliation", async (bool? all, string? after, int? limit, HttpContext http, IStore store) =>
                (await store.Read(http.Caller().Tenant, reader => Mismatches(reader, all == true, after, limit), http.RequestAborted)).ToResult())
            .Needs(Permission.KeepBooks).WithSummary("What we and the payment provider do not agree on; 'all' shows what is settled too").Produces<ReconciliationView>();
        group.MapPost("/reconciliation/{payment}/{kind}/settlement", async (string payment, string kind, HttpContext http, IStore store, AuditTrail audit, BusinessTime business) =>
                (await store.Write(http.Caller().Tenant, transaction => Settle(transaction, http.Caller(), audit, payment, kind, business.Now))).ToResult(StatusCodes.Status204NoContent))
            .Needs(Permission.KeepBooks).WithSummary("Say that a mismatch has been looked into and settled").Produces(204);
    }

    private static async Task<Outcome<Page<PaymentView>>> Payments(IReader reader, string? state, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id) || (state is not null && !PaymentState.All.Contains(state)))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<Payment>(PaymentDesk.Sql["ListPayments"], new { state, sort, id, limit = most + 1 });
        return new Page<PaymentView>([.. rows.Take(most).Select(PaymentView.Of)], rows.Count > most ? Paging.Cursor(rows[most - 1].OrderedAt, rows[most - 1].Id) : null);
    }

    private static async Task<Outcome<ReconciliationView>> Mismatches(IReader reader, bool all, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<Mismatch>(PaymentDesk.Sql["ListMismatches"], new { open = all ? 0L : 1L, sort, id, limit = most + 1 });
        var last = await reader.One<LastRun>(PaymentDesk.Sql["LastReconciliation"]);
        return new ReconciliationView(
            last is null ? null : Microseconds.ToTime(last.Until), last is null ? null : Microseconds.ToTime(last.RanAt), last?.Entries ?? 0, await reader.One<long>(PaymentDesk.Sql["CountOpen"]),
            [.. rows.Take(most).Select(MismatchView.Of)], rows.Count > most ? Paging.Cursor(rows[most - 1].FoundAt, rows[most - 1].Payment) : null);
    }

    private sealed record LastRun
    {
        public long Until { get; init; }

        public long RanAt { get; init; }

        public long Entries { get; init; }
    }

    private static async Task<Outcome<bool>> Settle(ITransaction transaction, Caller caller, AuditTrail audit, string payment, string kind, long now)
    {
        if (await transaction.Execute(PaymentDesk.Sql["SettleMismatch"], new { payment, kind, now, by = caller.Id }) == 0)
        {
            return Problem.NotFound("The mismatch");
        }

        await audit.Write(transaction, caller, "ledger.mismatch-settled", "payment:" + payment, new { kind });
        return true;
    }
}
