using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Voices;

/// <summary>Who speaks about what, before it is said: everything that can be counted.</summary>
public sealed record VoicePlace(
    SimulatedMerchant Merchant, SimulatedProduct Product, string Channel, string? Version, string? Carrier, string Region, string Customer, string Language)
{
    private const double Mannered = 0.9;
    private static readonly string[] Marks = ["", "", "", "！", "……", "～", "🙏"];
    private static readonly ILookup<(string Language, string Where), string> Manners =
        EmbeddedText.Rows("voice-manners.txt", 3).ToLookup(row => (row[0], row[1]), row => row[2]);

    /// <summary>
    /// What is said: a sentence of the topic with this place's own things in it, between somebody's way of beginning and of ending. Without these the few
    /// sentences we have written would be the same ones over and over, which is what a copied post looks like.
    /// </summary>
    public string Words(VoiceTopic topic, SeededRandom random)
    {
        var language = Language == Languages.Chinese ? "zh" : "en";
        var goods = Language == Languages.Chinese ? Product.Title.Chinese : Product.Title.English;
        string Manner(string where) => random.Chance(Mannered) ? random.Pick(Manners[(language, where)].ToList()) : "";
        return (Manner("before") + (language == "zh" ? "" : " ") + Words(random.Pick(topic.Lines[language].ToList()), goods, random) + Manner("after") + (random.Chance(0.4) ? random.Pick(Marks) : "")).Trim();
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
