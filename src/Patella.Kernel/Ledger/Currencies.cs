using System.Collections.Frozen;

namespace Patella.Kernel.Ledger;

/// <summary>The currencies of ISO 4217 that are in use, and how many digits their minor unit has. Amounts are whole minor units everywhere.</summary>
public static class Currencies
{
    private const string TwoDigits =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
        + "GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD "
        + "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string NoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ThreeDigits = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDigits = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Digits = Of(TwoDigits, 2).Concat(Of(NoDigits, 0)).Concat(Of(ThreeDigits, 3)).Concat(Of(FourDigits, 4)).ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Digits.Keys;

    /// <summary>True for a code of three capital letters that the standard has.</summary>
    public static bool IsKnown(string? code) => code is not null && Digits.ContainsKey(code);

    /// <summary>Digits of the minor unit: 2 for CNY, 0 for JPY, 3 for KWD.</summary>
    /// <exception cref="ArgumentException">There is no such currency.</exception>
    public static int DigitsOf(string code) => Digits.TryGetValue(code, out var digits) ? digits : throw new ArgumentException($"{code} is not a currency of ISO 4217.", nameof(code));

    private static IEnumerable<KeyValuePair<string, int>> Of(string codes, int digits) => codes.Split(' ').Select(code => KeyValuePair.Create(code, digits));
}
