using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Previews;

/// <summary>Tells what money moves: how much, to which means, by when, in one sentence.</summary>
internal sealed class MoneyLines(InstrumentStore instruments, TenantStore tenants, BusinessTime business)
{
    /// <summary>How long a bank takes with a refund at most.</summary>
    private const long LongestWay = 7L * 86_400 * Microseconds.PerSecond;

    public Task<IReadOnlyList<MoneyLine>> Of(IReader reader, IReadOnlyList<PlannedMoney> money, string? currency, string language)
        => Of(reader, [.. money.Select(one => new ActionMoney("", one.Kind, one.Source, one.Amount, currency ?? "", one.Instrument, one.Fund, one.Moment, one.Bearer))], language, business.Now);

    /// <param name="from">When the money begins to move, business time.</param>
    public async Task<IReadOnlyList<MoneyLine>> Of(IReader reader, IReadOnlyList<ActionMoney> money, string language, long from)
    {
        if (money.Count == 0)
        {
            return [];
        }

        var labels = await instruments.FindMany(reader, [.. money.Select(one => one.Instrument).OfType<string>().Distinct()]);
        var times = SpokenTime.Of(await tenants.Profile(reader), from);
        return [.. money.Select(one => Line(one, one.Instrument is { } id ? labels.GetValueOrDefault(id) : null, language, times, from))];
    }

    /// <summary>Who pays how much in the end.</summary>
    public static IReadOnlyList<BearerLine> Bearers(IReadOnlyList<PlannedMoney> money, string? currency)
        => [.. money.GroupBy(one => one.Bearer == "fund" ? "fund " + one.Fund : one.Bearer).Select(group => new BearerLine(group.Key, new Money(group.Sum(one => one.Amount), currency ?? "")))];

    private static MoneyLine Line(ActionMoney money, Instrument? instrument, string language, SpokenTime times, long from)
    {
        var inward = money.Source == RemedySource.Instrument;
        var label = instrument?.Label ?? ActionWords.Texts.In(language, "money.same-way");
        long? by = money.Moment == MoneyMoment.GoodsBack ? null : inward || instrument is { IsStoredValue: true } ? from : from + LongestWay;
        var key = (inward ? "money.from" : "money.to") + (money.Moment == MoneyMoment.GoodsBack ? ".goods-back" : by == from ? ".now" : ".by");
        var words = ActionWords.Texts.In(
            language, key, ("amount", StatusSummary.Amount(new Money(money.Amount, money.Currency))), ("instrument", label), ("by", by is { } at ? times.In(language, at) : ""));
        return new MoneyLine(
            inward ? "from-consumer" : "to-consumer", new Money(money.Amount, money.Currency), new InstrumentLabel(money.Instrument, label, instrument?.Kind),
            money.Moment switch { MoneyMoment.First => "now", MoneyMoment.Held => "after-change", _ => "goods-back" }, by is { } time ? Microseconds.ToTime(time) : null, words, money.Remedy.Length == 0 ? null : money.Remedy);
    }
}
