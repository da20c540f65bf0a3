using System.Globalization;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;
using Patella.Service.Tenants;

namespace Patella.Service.Orders;

/// <summary>
/// What can be said about an order in short sentences with exact facts and nothing beyond them, in zh-CN, en, es, fr, de and ja, in the words of its trade. Pure.
/// </summary>
public static class StatusSummary
{
    public static readonly LocalTexts Texts = new(typeof(StatusSummary).Assembly, "Orders.Texts.status.json");

    /// <summary>The order, then its parcel, its promise and its refund, as far as each matters now.</summary>
    /// <param name="language">BCP 47; other languages get English.</param>
    /// <param name="times">How moments are told; its now is business time.</param>
    /// <param name="kind">The kind of the order's unit; null sells goods.</param>
    public static string Of(MirroredOrder order, string language, SpokenTime times, string? kind = null)
    {
        var trade = Trades.Of(kind);
        var state = order.State;
        var stage = OrderView.StageOf(state);
        var sentences = new List<string> { Order(state, stage, language, trade) };
        if (state.PartlyShipped)
        {
            sentences.Add(Texts.In(language, "partly-shipped"));
        }

        if ((stage is OrderStage.Shipped or OrderStage.Delivered && (trade == Trades.Goods || state.Parcels.Count > 0)) || (stage == OrderStage.Unknown && state.Parcels.Count > 0))
        {
            sentences.Add(Parcels(order, language, times));
        }

        sentences.Add(Promise(order, language, times, trade));
        sentences.Add(Refund(order, language, times));
        return string.Join(language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || language.StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? "" : " ", sentences.Where(sentence => sentence.Length > 0));
    }

    /// <summary>Where the parcels are, with the last report of each; at most three.</summary>
    public static string Parcels(MirroredOrder order, string language, SpokenTime times)
    {
        var parcels = order.State.Parcels;
        if (parcels.Count == 0)
        {
            return Texts.In(language, "parcel.none");
        }

        return string.Join(" ", parcels.Take(3).Select(parcel => Parcel(parcel, language, times)));
    }

    /// <summary>The promise that matters now and how it stands; empty when there is none.</summary>
    private static string Promise(MirroredOrder order, string language, SpokenTime times, string trade)
    {
        if (Promises.Of(order.State, times.Now) is not { } promise)
        {
            return "";
        }

        var kept = promise is { Kind: PromiseKind.ArriveBy, Status: PromiseStatus.OnTime } && order.State.Parcels.All(parcel => parcel.Stage == ParcelStage.Delivered);
        return Texts.In(language, Trades.Key(Texts, $"{OrderView.Word(promise.Kind)}.{(kept ? "kept" : OrderView.Word(promise.Status))}", trade), ("time", times.In(language, promise.At)));
    }

    /// <summary>How the refund stands; empty when there is none.</summary>
    public static string Refund(MirroredOrder order, string language, SpokenTime times)
        => OrderView.MainRefund(order.State) is { } refund
            ? Texts.In(language, $"refund.{OrderView.Word(refund.Stage)}", ("amount", refund.Amount is { } amount ? Amount(amount) : Texts.In(language, "amount.unknown")), ("time", times.In(language, refund.At)))
            : "";

    /// <summary>An amount with its currency's own number of decimals, such as 39.00 CNY.</summary>
    public static string Amount(Money money)
    {
        var decimals = DecimalsOf(money.Currency);
        var value = money.Amount / (decimal)Math.Pow(10, decimals);
        return $"{value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)} {money.Currency}";
    }

    /// <summary>Decimals of a currency (ISO 4217): mostly two.</summary>
    internal static int DecimalsOf(string currency) => currency switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "UGX" or "XAF" or "XOF" or "PYG" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };

    private static string Order(OrderState state, OrderStage stage, string language, string trade)
    {
        var title = OrderView.TitleOf(state);
        return Texts.In(language, Trades.Key(Texts, $"order.{OrderView.Word(stage)}", trade), ("number", state.Number), ("title", title.Length > 0 ? title : Texts.In(language, "goods")));
    }

    private static string Parcel(ParcelState parcel, string language, SpokenTime times)
    {
        var name = string.Join(" ", new[] { parcel.Carrier, parcel.TrackingNumber }.Where(part => part is not null));
        var sentence = Texts.In(language, $"parcel.{OrderView.Word(parcel.Stage)}", ("parcel", name.Length > 0 ? name : "-"));
        if (parcel.Traces.Count == 0)
        {
            return sentence;
        }

        var last = parcel.Traces[^1];
        var text = string.Join(" ", new[] { last.Place is { } place && last.Text?.Contains(place, StringComparison.Ordinal) != true ? place : null, last.Text }.Where(part => !string.IsNullOrEmpty(part)));
        return $"{sentence} {Texts.In(language, "trace", ("time", times.In(language, last.At)), ("text", text)).TrimEnd()}{(text.EndsWith('.') || text.EndsWith('。') ? "" : language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || language.StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? "。" : ".")}";
    }
}
