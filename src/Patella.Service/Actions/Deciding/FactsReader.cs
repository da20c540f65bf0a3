using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>Gathers what a decision about an order's actions is made from, at one moment of the store.</summary>
internal sealed class FactsReader(Goods goods, InstrumentStore instruments, GeneralLedger ledger, RemedyDesk remedies, BusinessTime business)
{
    public async Task<ActionFacts> Read(IReader reader, MirroredOrder order, Caller caller, string? caseRef, MarketplaceSettings marketplace)
    {
        var state = order.State;
        var currency = state.Total?.Currency ?? state.Payments.Select(payment => payment.Captured?.Currency).FirstOrDefault(known => known is not null) ?? state.Items.Select(item => item.Price?.Currency).FirstOrDefault(known => known is not null);
        var actions = await ActionRows.OfOrder(reader, order.Id);
        var granted = actions.Where(action => action.State is not (ActionState.Refused or ActionState.Declined)).ToList();
        return new ActionFacts
        {
            Order = order,
            Stage = ActionFacts.StageOf(state),
            Currency = currency,
            Variants = await goods.VariantsOf(reader, [.. state.Items.Select(item => item.ProductId).OfType<string>().Distinct()]),
            Means = order.Person is null || currency is null ? [] : await MeansOf(reader, order.Person, currency),
            Paid = currency is null ? [] : MoneyLeft.Of(state, currency, await remedies.OfOrder(reader, order.Id)),
            Taken = granted.SelectMany(action => action.PieceCounts).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
            Done = [.. granted.Select(action => action.Kind).Distinct()],
            Underway = granted.Any(action => !action.HasEnded),
            GoodsComeBack = granted.Any(action => action.Kind is ActionKinds.ReturnItems or ActionKinds.ExchangeItems),
            Connected = marketplace.Url is not null,
            ByStaff = caller.Kind != CallerKind.Consumer,
            Case = caseRef,
            Now = business.Now,
            Allowed = ActionFacts.AllowedBy(state),
        };
    }

    private async Task<List<Means>> MeansOf(IReader reader, string person, string currency)
    {
        var all = await instruments.OfPerson(reader, person);
        var accounts = all.Where(one => one.IsStoredValue).ToDictionary(one => one.Id, one => ChartOfAccounts.Id(ChartOfAccounts.BuyerValue, currency, one.Id));
        var balances = accounts.Count == 0 ? [] : (await ledger.Find(reader, accounts.Values)).ToDictionary(account => account.Id, Available);
        return [.. all.Select(one => new Means(one.Id, one.Kind, one.Label, one.IsStoredValue ? balances.GetValueOrDefault(accounts[one.Id]) : null))];
    }

    private static long Available(LedgerAccount account) => account.CreditsPosted - account.DebitsPosted - account.DebitsPending;
}
