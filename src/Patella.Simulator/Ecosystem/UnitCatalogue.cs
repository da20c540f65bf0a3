namespace Patella.Simulator.Ecosystem;

/// <summary>How the goods of a unit reach the consumer.</summary>
public enum Fulfilment
{
    /// <summary>A carrier brings a parcel in days.</summary>
    Parcel = 1,
    /// <summary>A rider brings it in minutes.</summary>
    Rider = 2,
    /// <summary>A booking or ticket that is used on a date.</summary>
    Voucher = 3,
    /// <summary>Delivered by a code or a credit within minutes.</summary>
    Digital = 4,
    /// <summary>A service that is done, such as a ride or a transfer.</summary>
    Service = 5,
}

/// <summary>A business unit of the demonstration ecosystem.</summary>
/// <param name="Code">Stable code, used in events and addresses.</param>
/// <param name="Chinese">Name in Chinese.</param>
/// <param name="English">Name in English.</param>
/// <param name="Kind">Trade the unit is in.</param>
/// <param name="Fulfilment">How its goods arrive.</param>
/// <param name="International">Whether consumers write to it in more than Chinese and English.</param>
/// <param name="Weight">Share of orders and contacts, relative to the others.</param>
/// <param name="MerchantChinese">Trade word in Chinese merchant names.</param>
/// <param name="MerchantEnglish">Trade word in English merchant names.</param>
public sealed record SimulatedUnit(
    string Code, string Chinese, string English, string Kind, Fulfilment Fulfilment, bool International, double Weight,
    string MerchantChinese, string MerchantEnglish);

/// <summary>The units of the demonstration ecosystem, the same for every seed.</summary>
public static class UnitCatalogue
{
    /// <summary>All units, the largest marketplace first.</summary>
    public static readonly IReadOnlyList<SimulatedUnit> All = EmbeddedText.Rows("units.txt", 9).Select(Parse).ToList();

    private static readonly Dictionary<string, SimulatedUnit> Codes = All.ToDictionary(unit => unit.Code);

    /// <summary>The unit with this code; throws when there is none.</summary>
    public static SimulatedUnit ByCode(string code) => Codes[code];

    private static SimulatedUnit Parse(string[] cells) => new(
        cells[0], cells[1], cells[2], cells[3], Enum.Parse<Fulfilment>(cells[4], ignoreCase: true), cells[5] == "yes",
        double.Parse(cells[6], System.Globalization.CultureInfo.InvariantCulture), cells[7], cells[8]);
}
