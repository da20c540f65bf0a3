using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Standards;
using Patella.Service.Tenants;

namespace Patella.Service.Cases;

/// <summary>Joint cases: asking a party, and the asked party's own list and answer.</summary>
internal sealed class CaseParts(IStore store, CaseStore cases, CaseDesk desk, CaseEffects effects, CaseOwners owners, OrderMirror orders, TenantStore tenants, ServiceClocks clocks, IIdentifiers identifiers)
{
    public Task<Outcome<CaseView>> Ask(Caller caller, string id, PartRequest request)
    {
        var check = new Validation().OneOf(request.Party, "/party", PartParty.All).Text(request.Question, "/question", 1, CaseRules.WordsLimit).Text(request.Who ?? "", "/who", 0, 100)
            .Must(request.Shares is null || request.Shares.All(PartShares.All.Contains), "/shares", $"Must be some of: {string.Join(", ", PartShares.All)}.");
        return desk.Do(caller, id, request.ClientId, check, async (transaction, state, actor, facts) =>
        {
            var who = request.Who is { Length: > 0 } named ? named : await WhoIs(transaction, state, request.Party!);
            if (who is null)
            {
                return Problem.Invalid("/who", "Nobody knows who that is for this case: name the shop, the carrier or the unit.");
            }

            return request.Party == PartParty.Platform && !facts.Units.Contains(who)
                ? Problem.Invalid("/who", "Must be the code of a unit of this tenant.")
                : CaseRules.AskPart(state, actor, identifiers.New(), request.Party!, who, request.Question!, request.Shares ?? [PartShares.Subject, PartShares.Order]);
        });
    }

    /// <summary>The platform's own part, or what a party told by another way.</summary>
    public Task<Outcome<CaseView>> AnswerFor(Caller caller, string id, string part, PartAnswerRequest request)
        => desk.Do(caller, id, request.ClientId, new Validation().Text(request.Answer, "/answer", 1, CaseRules.WordsLimit), (state, actor, _) => CaseRules.AnswerPart(state, actor, part, request.Answer!));

    /// <summary>What is asked of the caller's shop or carrier, newest first.</summary>
    public async Task<Outcome<Page<PartView>>> List(Caller caller, bool? open, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var cursorId))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        return await store.Read(caller.Tenant, async reader =>
        {
            var count = Paging.Limit(limit);
            var (party, who) = await Of(reader, caller);
            var rows = await reader.Many<PartRow>(CaseStore.Sql["ListParts"], new { party, who, isOpen = open == false ? 0L : 1L, sort, cursorId, limit = count });
            var shown = new List<PartView>(rows.Count);
            foreach (var row in rows)
            {
                shown.Add(await Show(reader, row));
            }

            return new Page<PartView>(shown, rows.Count == count ? Paging.Cursor(rows[^1].AskedAt, rows[^1].Id) : null);
        });
    }

    public async Task<Outcome<PartView>> Answer(Caller caller, string part, PartAnswerRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Text(request.Answer, "/answer", 1, CaseRules.WordsLimit);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<PartView>> (transaction) =>
        {
            var (party, who) = await Of(transaction, caller);
            if (await transaction.One<PartRow>(CaseStore.Sql["FindPart"], new { id = part }) is not { } row || row.Party != party || !who.Contains(row.Who)
                || await cases.Lock(transaction, row.CaseId) is not { } state)
            {
                return Problem.NotFound("The part");
            }

            if (await cases.FindCommand(transaction, state.Id, request.ClientId!) is not null)
            {
                return await Show(transaction, row);
            }

            var actor = (await owners.ActorOf(transaction, caller)) with { Party = party };
            var events = CaseRules.AnswerPart(state, actor, part, request.Answer!);
            if (events.Problem is { } problem)
            {
                return problem;
            }

            await cases.AddCommand(transaction, state.Id, request.ClientId!);
            await effects.Save(transaction, state, events.Value, actor, await owners.Settings(transaction));
            return await Show(transaction, row);
        });
    }

    private async Task<PartView> Show(IReader reader, PartRow row)
    {
        var state = (await cases.Find(reader, row.CaseId))!;
        var due = (await clocks.OpenOf(reader, SubjectKinds.Part, [row.Id])).FirstOrDefault()?.DueAt;
        return CaseViews.Part(state, state.Parts.First(part => part.Id == row.Id), due);
    }

    /// <summary>For whom the caller answers: a merchant by the marketplace's id of the shop, a carrier by its name.</summary>
    private async Task<(string Party, IReadOnlyList<string> Who)> Of(IReader reader, Caller caller)
    {
        if (!caller.Has(Permission.RunShop))
        {
            return (PartParty.Carrier, caller.Merchant is null ? [] : [caller.Merchant]);
        }

        var shop = caller.Merchant is null ? null : await tenants.FindMerchant(reader, caller.Merchant) ?? await tenants.FindMerchantByExternalId(reader, caller.Merchant);
        return (PartParty.Merchant, shop is null ? [] : [shop.ExternalId]);
    }

    private async Task<string?> WhoIs(IReader reader, CaseState state, string party) => party switch
    {
        PartParty.Platform => state.Unit,
        PartParty.Merchant => state.Merchant,
        PartParty.Carrier => state.Order is null ? null : (await orders.FindOrder(reader, state.Order))?.State.Parcels.Select(parcel => parcel.Carrier).LastOrDefault(carrier => carrier is not null),
        _ => throw new ArgumentOutOfRangeException(nameof(party), party, "unknown party"),
    };

    private sealed class PartRow
    {
        public string Id { get; init; } = "";

        public string CaseId { get; init; } = "";

        public string Party { get; init; } = "";

        public string Who { get; init; } = "";

        public long IsOpen { get; init; }

        public long AskedAt { get; init; }
    }
}
