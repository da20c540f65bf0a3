using System.Globalization;

namespace Patella.Simulator.Incidents;

/// <summary>One draw of what a voice is about.</summary>
internal readonly record struct Draw(int Reason, int Category, int Merchant, int Product, int Carrier, int Region, int Channel, int Version);

/// <summary>The marketplace of the stream: who sells what, how often each is spoken of, and how the hours go. Zipf everywhere, merchants inside one category, products inside one merchant.</summary>
internal sealed class StreamWorld
{
    public const int ProductsOfMerchant = 8;
    private readonly double[] _merchants, _reasons, _products, _carriers, _regions, _channels;
    private readonly double[] _hours;

    public StreamWorld(SeededRandom random, int merchants, int reasons)
    {
        _merchants = Zipf(merchants, 0.9);
        _reasons = Zipf(reasons, 0.7);
        _products = Zipf(ProductsOfMerchant, 0.6);
        _carriers = Zipf(8, 0.6);
        _regions = Zipf(31, 0.5);
        _channels = [0.55, 0.8, 0.92, 1];
        Versions = [0.1, 0.3, 0.6, 0.85, 1];
        Categories = [.. Enumerable.Range(0, merchants).Select(_ => random.Next(12))];
        _hours = [.. Enumerable.Range(0, 168).Select(hour => Daily(hour % 24) * (hour / 24 is 5 or 6 ? 1.2 : 1))];
        Reasons = [.. Enumerable.Range(0, reasons).Select(i => Codes[i % Codes.Length] + (i < Codes.Length ? "" : "-" + (i / Codes.Length).ToString(CultureInfo.InvariantCulture)))];
    }

    /// <summary>Reason codes of the start set, extended by numbers.</summary>
    private static readonly string[] Codes =
    [
        "parcel-late", "parcel-stuck", "parcel-lost", "coupon-fails", "price-changed", "refund-late", "broken", "not-as-described", "fake", "taste", "payment-fails", "charged-twice",
        "app-crash", "cannot-sign-in", "rider-late", "no-answer", "wrong-item", "size-wrong", "invoice", "return-refused", "address-change", "out-of-stock", "advert-wrong", "warranty",
        "account-locked", "points-missing", "packaging", "installation", "smell", "expired", "part-missing", "rude-rider",
    ];

    public string[] Reasons { get; }

    public int[] Categories { get; }

    /// <summary>Cumulative shares of the app's versions.</summary>
    public double[] Versions { get; }

    public double Hour(long minute) => _hours[(int)(minute / 60 % 168)];

    public Draw Draw(SeededRandom random)
    {
        var merchant = Pick(_merchants, random);
        return new Draw(Pick(_reasons, random), Categories[merchant], merchant, (merchant * ProductsOfMerchant) + Pick(_products, random), Pick(_carriers, random), Pick(_regions, random), Pick(_channels, random), Pick(Versions, random));
    }

    /// <summary>Probability that a voice is of a reason at a node.</summary>
    public double Share(string reason, IReadOnlyDictionary<string, string> node)
    {
        var share = reason.Length == 0 ? 1 : Of(_reasons, Array.IndexOf(Reasons, reason));
        foreach (var (dimension, value) in node)
        {
            var number = int.Parse(value[1..], CultureInfo.InvariantCulture);
            share *= dimension switch
            {
                "merchant" => Of(_merchants, number),
                "product" => Of(_merchants, number / ProductsOfMerchant) * Of(_products, number % ProductsOfMerchant),
                "category" => Enumerable.Range(0, Categories.Length).Where(merchant => Categories[merchant] == number).Sum(merchant => Of(_merchants, merchant)),
                "carrier" => Of(_carriers, number),
                "region" => Of(_regions, number),
                "channel" => Of(_channels, number),
                _ => Of(Versions, number),
            };
        }

        return share;
    }

    private static double Daily(int hour) => hour switch { < 1 => 0.7, < 2 => 0.4, < 6 => 0.2, < 8 => 0.5, < 10 => 0.9, < 12 => 1.2, < 14 => 1.3, < 18 => 1.1, < 20 => 1.4, < 23 => 1.8, _ => 1.2 };

    private static double Of(double[] cumulative, int i) => cumulative[i] - (i == 0 ? 0 : cumulative[i - 1]);

    private static int Pick(double[] cumulative, SeededRandom random)
    {
        var place = Array.BinarySearch(cumulative, random.NextDouble());
        return Math.Min(place < 0 ? ~place : place, cumulative.Length - 1);
    }

    private static double[] Zipf(int count, double exponent)
    {
        var weights = Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -exponent)).ToArray();
        var whole = weights.Sum();
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight / whole)];
    }
}
