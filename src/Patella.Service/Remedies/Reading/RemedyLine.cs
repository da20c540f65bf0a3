using System.Globalization;
using Patella.Kernel.Ledger;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Remedies.Reading;

/// <summary>A remedy in one line: what, how much, to which instrument, by when, and where it stands. Pure.</summary>
public static class RemedyLine
{
    public static readonly LocalTexts Texts = new(typeof(RemedyLine).Assembly, "Remedies.Texts.lines.json");

    /// <param name="instrument">Null when it is not known any more.</param>
    /// <param name="language">BCP 47; other languages than zh-CN and en get English.</param>
    public static string Of(Remedy remedy, Instrument? instrument, string language, SpokenTime times)
    {
        var way = remedy.Way == RemedyWay.InKind ? "kind" : remedy.IsCharge ? "take" : "give";
        var state = remedy is { IsCharge: true, State: RemedyState.Cancelled, GivenBack: not null } ? "given-back" : remedy.State;
        var key = $"{way}.{state}.{remedy.Kind}";
        var at = remedy.State == RemedyState.Confirmed ? remedy.ConfirmedAt : remedy.PromisedBy;
        return Texts.In(
            language, Texts.Has(key) ? key : $"{way}.{state}", ("what", What(remedy, language)), ("amount", Amount(remedy.Received ?? remedy.Amount, remedy.Currency)), ("to", To(remedy, instrument, language)),
            ("time", times.In(language, at ?? remedy.ChangedAt)));
    }

    /// <summary>The kind in the consumer's words. Who pays first is no matter of theirs: an advance is a refund.</summary>
    public static string What(Remedy remedy, string language) => Texts.In(language, "what." + ToldKind(remedy));

    public static string ToldKind(Remedy remedy) => remedy.Kind == RemedyKinds.Advance ? RemedyKinds.Refund : remedy.Kind;

    public static string To(Remedy remedy, Instrument? instrument, string language)
        => remedy.Instrument is { } id && id.StartsWith("balance-", StringComparison.Ordinal) ? Texts.In(language, "to.balance") : instrument is { Label.Length: > 0 } ? instrument.Label : Texts.In(language, "to.origin");

    /// <summary>Such as 39.00 CNY.</summary>
    public static string Amount(long amount, string currency)
    {
        var digits = Currencies.DigitsOf(currency);
        return $"{(amount / (decimal)Math.Pow(10, digits)).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)} {currency}";
    }
}
