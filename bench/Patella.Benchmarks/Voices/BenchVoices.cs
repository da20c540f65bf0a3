using Patella.Platform.Clocks;
using Patella.Service.Voices;
using Patella.Service.Voices.Packing;

namespace Patella.Benchmarks.Voices;

/// <summary>Generated voices in order of time: thirty days, popular shops and goods more often than others. The same number is always the same voice.</summary>
internal sealed class BenchVoices(long count)
{
    public const int Days = 30;
    public const int Reasons = 64;
    public const int Merchants = 300_000;
    public const int Products = 2_000_000;
    public static readonly long Start = Microseconds.From(new DateTimeOffset(2026, 10, 12, 0, 0, 0, TimeSpan.Zero));
    public static readonly long End = Start + (Days * 86_400L * Microseconds.PerSecond);
    private static readonly string[] ReasonCodes = [.. Enumerable.Range(0, Reasons).Select(number => $"reason-{number:D2}")];
    private static readonly string[] StageCodes = [.. Enumerable.Range(0, 14).Select(number => $"stage-{number:D2}")];
    private static readonly string?[][] Few = [Names("category", 30), [], [], Names("carrier", 12), Names("region", 31), Names("channel", 6), Names("version", 20), Names("source", 5), ["zh", "en"]];

    public long Count => count;

    /// <summary>Fills rows from <paramref name="first"/> on.</summary>
    public VoiceRows Rows(long first, int some)
    {
        var rows = new VoiceRows();
        for (var number = first; number < first + some; number++)
        {
            rows.Add(Voice(number), Mix((ulong)number));
        }

        return rows;
    }

    public LabelledVoice Voice(long number)
    {
        var dice = new Dice(Mix((ulong)number + 77));
        var reason = dice.Skewed(Reasons + 6);
        var merchant = dice.Skewed(Merchants);
        var product = (int)(Mix((ulong)((merchant * 8) + dice.Below(8))) % Products);
        var dimensions = new string?[VoiceDimensions.Names.Count];
        for (var dimension = 0; dimension < dimensions.Length; dimension++)
        {
            dimensions[dimension] = dimension switch
            {
                VoiceDimensions.Merchant => MerchantName(merchant),
                VoiceDimensions.Product => ProductName(product),
                VoiceDimensions.Category => Few[dimension][merchant % 30],
                _ => Few[dimension][dice.Below(Few[dimension].Length)],
            };
        }

        var inTree = reason < Reasons;
        return new LabelledVoice
        {
            // 4,096 voices a record, as an intake writes them.
            Position = (number / 4_096 * VoiceLog.RecordPositions) + (number % 4_096), At = Start + (long)((double)number / count * (End - Start)),
            Stage = inTree ? StageCodes[reason % 14] : "", Reason = inTree ? ReasonCodes[reason] : "", Sentiment = (sbyte)(dice.Below(3) - 1), Urgency = (byte)(dice.Below(20) == 0 ? 1 : 0), Margin = (short)dice.Below(4_000),
            Customer = Mix((ulong)dice.Below(50_000_000)), Family = Mix((ulong)number / 3), Multiplicity = dice.Below(10) == 0 ? 2 + dice.Below(40) : 1, Rating = (byte)dice.Below(6), Author = "consumer", Dimensions = dimensions,
        };
    }

    public static string MerchantName(int merchant) => $"m-{merchant:D6}";

    public static string ProductName(int product) => $"p-{product:D7}";

    public static string ReasonCode(int reason) => ReasonCodes[reason];

    public static string Text(long number) => $"我的第{number % 97}次反馈 parcel {Mix((ulong)number) % 100_000} still not here, 一直没有人回复，请尽快处理";

    private static string?[] Names(string of, int count) => [.. Enumerable.Range(0, count).Select(number => $"{of}-{number:D2}")];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }

    internal struct Dice(ulong seed)
    {
        private ulong _state = seed;

        public int Below(int most) => (int)((Next() >> 11) % (ulong)most);

        /// <summary>Small numbers more often: the density falls as one by the number, about.</summary>
        public int Skewed(int most) => Math.Min(most - 1, (int)Math.Exp((Next() >> 11) * (1.0 / (1UL << 53)) * Math.Log(most + 1.0)) - 1);

        private ulong Next() => Mix(_state += 0x9E37_79B9_7F4A_7C15);
    }
}
