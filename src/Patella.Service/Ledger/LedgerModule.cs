using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger.Finance;
using Patella.Service.Ledger.Payments;
using Patella.Service.Ledger.Payments.Provider;
using Patella.Service.Ledger.Proposals;
using Patella.Service.Ledger.Seals;
using Patella.Service.Tenants;

namespace Patella.Service.Ledger;

public static class LedgerModule
{
    private const Permission Readers = Permission.KeepBooks;

    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<GeneralLedger>().AddSingleton<FundReader>();
        services.AddSingleton<PostingIntake>();
        services.AddSingleton<SealChain>();
        services.AddSingleton<BookCheck>();
        services.AddSingleton<AccountStatements>();
        services.AddSingleton<FinanceDesk>();
        services.AddSingleton<FinanceLists>();
        services.AddSingleton<ITimerHandler, LedgerTimers>();
        services.AddSingleton<ITenantWorker, SealWorker>();
        services.AddSingleton<PaymentDesk>();
        services.AddSingleton<Reconciliation>();
        services.TryAddSingleton<IPaymentProvider, HttpPaymentProvider>();
        services.AddSingleton<ISettingsSection, PaymentSection>();
        services.AddSingleton<OddPayments>();
        services.AddSingleton<IProposalHandler>(provider => provider.GetRequiredService<OddPayments>());
        services.AddSingleton<ProposalDesk>();
        services.AddSingleton<ITenantWorker, PaymentWorker>();
        return services;
    }

    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledger").WithTags("Ledger");
        MapAccounts(group);
        MapJournal(group);
        MapSeals(group);
        MapFunds(group);
        group.MapPayments();
        group.MapProposals();
    }

    private static void MapAccounts(RouteGroupBuilder group)
    {
        group.MapGet("/accounts", async (string? kind, string? owner, string? currency, string? after, int? limit, HttpContext http, IStore store) =>
                Results.Json(await store.Read(http.Caller().Tenant, reader => FinanceLists.Accounts(reader, kind, owner, currency, after, limit), http.RequestAborted), Json.Options))
            .Needs(Readers).WithSummary("Accounts with their balances, by id").Produces<Page<LedgerAccountView>>();
        group.MapPost("/accounts", async (LedgerAccountRequest request, HttpContext http, FinanceDesk desk) => (await desk.Open(http.Caller(), request)).Select(LedgerAccountView.Of).ToResult(201))
            .Needs(Permission.KeepBooks).WithSummary("Open an account; the same again changes nothing").Produces<LedgerAccountView>(201).ProducesProblem(409);
        group.MapGet("/accounts/{id}", async (string id, HttpContext http, IStore store, GeneralLedger ledger) =>
                (await store.Read(http.Caller().Tenant, async reader => await ledger.Find(reader, id) is { } account ? (Outcome<LedgerAccountView>)LedgerAccountView.Of(account) : Problem.NotFound("The account"))).ToResult())
            .Needs(Readers).WithSummary("One account").Produces<LedgerAccountView>();
        group.MapPost("/accounts/{id}/closing", async (string id, HttpContext http, FinanceDesk desk) => (await desk.Close(http.Caller(), id)).Select(LedgerAccountView.Of).ToResult())
            .Needs(Permission.KeepBooks).WithSummary("Close an account that is empty, for good").Produces<LedgerAccountView>().ProducesProblem(422);
        group.MapGet("/accounts/{id}/statement", async (string id, long? seal, string? format, HttpContext http, IStore store, AccountStatements statements) =>
        {
            var statement = await store.Read(http.Caller().Tenant, reader => statements.Build(reader, id, seal), http.RequestAborted);
            return format == "csv" && statement.Succeeded ? Csv.Result("statement.csv", StatementTable.Of(statement.Value)) : statement.ToResult();
        }).Needs(Readers).WithSummary("What happened on an account up to a seal since the one before; without 'seal' since the newest; format=csv for a table").Produces<LedgerStatement>().ProducesProblem(422);
    }

    private static void MapJournal(RouteGroupBuilder group)
    {
        group.MapGet("/transfers", async (string? account, string? document, string? after, int? limit, HttpContext http, IStore store) =>
                (await store.Read(http.Caller().Tenant, reader => FinanceLists.Transfers(reader, account, document, after, limit), http.RequestAborted)).ToResult())
            .Needs(Readers).WithSummary("The journal, newest first: all of it, of one account or of one document").Produces<Page<JournalEntryView>>();
        group.MapGet("/transfers/{id}", async (string id, HttpContext http, IStore store, GeneralLedger ledger) =>
                (await store.Read(http.Caller().Tenant, async reader => await ledger.FindTransfer(reader, id) is { } transfer ? (Outcome<JournalEntryView>)JournalEntryView.Of(transfer) : Problem.NotFound("The transfer"))).ToResult())
            .Needs(Readers).WithSummary("One entry of the journal").Produces<JournalEntryView>();
        group.MapPost("/postings", async (PostingRequest request, HttpContext http, FinanceDesk desk) =>
                (await desk.Post(http.Caller(), request)).Select(posted => new PostingView(posted.Repeated, [.. posted.Transfers.Select(JournalEntryView.Of)])).ToResult(201))
            .Needs(Permission.KeepBooks).AfterFreshProof().WithSummary("Post transfers by hand, together or not at all; not on accounts of consumers").Produces<PostingView>(201).ProducesProblem(409).ProducesProblem(422);
    }

    private static void MapSeals(RouteGroupBuilder group)
    {
        group.MapGet("/books", async (HttpContext http, IStore store) => Results.Json(await store.Read(http.Caller().Tenant, FinanceLists.Books, http.RequestAborted), Json.Options))
            .Needs(Readers).WithSummary("The books at a glance: sums by kind and currency, and whether they balance").Produces<BooksView>();
        group.MapGet("/seals", async (long? after, int? limit, HttpContext http, IStore store) =>
                Results.Json(await store.Read(http.Caller().Tenant, reader => FinanceLists.Seals(reader, after, limit), http.RequestAborted), Json.Options))
            .Needs(Readers).WithSummary("Seals of the books, newest first").Produces<Page<SealView>>();
        group.MapPost("/seals", async (HttpContext http, FinanceDesk desk) => (await desk.Seal(http.Caller())).Select(SealView.Of).ToResult(201))
            .Needs(Permission.KeepBooks).WithSummary("Seal what has moved since the newest seal").Produces<SealView>(201).ProducesProblem(422);
        group.MapGet("/verification", async (HttpContext http, IStore store, BookCheck check) => Results.Json(await store.Read(http.Caller().Tenant, check.Run, http.RequestAborted), Json.Options))
            .Needs(Readers).WithSummary("Walk through the whole journal and every seal; takes time in proportion").Produces<BookFinding>();
    }

    private static void MapFunds(RouteGroupBuilder group)
    {
        group.MapGet("/funds", async (HttpContext http, IStore store, FinanceLists lists) => Results.Json(await store.Read(http.Caller().Tenant, lists.Funds, http.RequestAborted), Json.Options))
            .Needs(Readers).WithSummary("Funds with what the grades may give and what was given today").Produces<Page<FundView>>();
        group.MapPut("/funds/{id}/limits", async (string id, FundLimitsRequest request, HttpContext http, FinanceDesk desk) => (await desk.Limit(http.Caller(), id, request)).Select(LedgerAccountView.Of).ToResult())
            .Needs(Permission.KeepBooks).WithSummary("Say what people of each grade may give from a fund, once and in a day").Produces<LedgerAccountView>();
    }
}
