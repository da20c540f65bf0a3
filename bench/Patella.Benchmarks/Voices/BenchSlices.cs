using Patella.Platform.Clocks;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;

namespace Patella.Benchmarks.Voices;

/// <summary>Questions as an analyst asks them: a reason, a shop, a product, a lane, over hours, days or weeks.</summary>
internal static class BenchSlices
{
    private static readonly string[] Kinds = ["reason", "category and reason", "merchant", "merchant and reason", "product", "lane and reason", "version and reason", "channel, against", "not in the tree"];

    public static (string Kind, VoiceSlice Slice) Next(Random random)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var values = new string?[VoiceDimensions.Names.Count];
        var dice = new BenchVoices.Dice((ulong)random.NextInt64());
        var reason = kind.Contains("reason", StringComparison.Ordinal) ? BenchVoices.ReasonCode(dice.Skewed(BenchVoices.Reasons)) : null;
        switch (kind)
        {
            case "category and reason":
                values[VoiceDimensions.Category] = $"category-{random.Next(30):D2}";
                break;
            case "merchant" or "merchant and reason":
                values[VoiceDimensions.Merchant] = BenchVoices.MerchantName(dice.Skewed(BenchVoices.Merchants));
                break;
            case "product":
                values[VoiceDimensions.Product] = BenchVoices.ProductName(random.Next(BenchVoices.Products));
                break;
            case "lane and reason":
                (values[VoiceDimensions.Carrier], values[VoiceDimensions.Region]) = ($"carrier-{random.Next(12):D2}", $"region-{random.Next(31):D2}");
                break;
            case "version and reason":
                values[VoiceDimensions.Version] = $"version-{random.Next(20):D2}";
                break;
            case "channel, against":
                values[VoiceDimensions.Channel] = $"channel-{random.Next(6):D2}";
                break;
        }

        var hours = new[] { 6, 24, 7 * 24, 30 * 24 }[random.Next(4)];
        var until = BenchVoices.End - (random.Next(Math.Max(1, (BenchVoices.Days * 24) - hours)) * 3_600L * Microseconds.PerSecond);
        return (kind, new VoiceSlice(
            until - (hours * 3_600L * Microseconds.PerSecond), until, null, reason, kind == "channel, against" ? -1 : null, null, kind == "not in the tree" ? false : null, values, null, null, new Dictionary<string, string>()));
    }
}
