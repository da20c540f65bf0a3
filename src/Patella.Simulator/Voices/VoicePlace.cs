using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Voices;

/// <summary>Who speaks about what, before it is said: everything that can be counted.</summary>
public sealed record VoicePlace(
    SimulatedMerchant Merchant, SimulatedProduct Product, string Channel, string? Version, string? Carrier, string Region, string Customer, string Language)
{
    private static readonly string[] Emoji = ["", "", "", "！", "……", "～", "🙏"];

    /// <summary>What is said: a sentence of the topic with this place's own things in it, and somebody's way of ending it.</summary>
    public string Words(VoiceTopic topic, SeededRandom random)
    {
        var lines = topic.Lines[Language == Languages.Chinese ? "zh" : "en"].ToList();
        var goods = Language == Languages.Chinese ? Product.Title.Chinese : Product.Title.English;
        return Words(random.Pick(lines), goods, random) + (random.Chance(0.4) ? random.Pick(Emoji) : "");
    }

    private string Words(string line, string goods, SeededRandom random) => line
        .Replace("{goods}", goods, StringComparison.Ordinal)
        .Replace("{shop}", Language == Languages.Chinese ? Merchant.Name : Merchant.EnglishName, StringComparison.Ordinal)
        .Replace("{carrier}", Carrier ?? "快递", StringComparison.Ordinal)
        .Replace("{region}", Region, StringComparison.Ordinal)
        .Replace("{version}", Version ?? VoiceFaults.Version, StringComparison.Ordinal)
        .Replace("{days}", $"{random.Between(4, 12)}", StringComparison.Ordinal)
        .Replace("{hours}", $"{random.Between(2, 9)}", StringComparison.Ordinal)
        .Replace("{minutes}", $"{random.Between(25, 90)}", StringComparison.Ordinal)
        .Replace("{amount}", $"{random.Between(1, 20) * 10}", StringComparison.Ordinal);
}
