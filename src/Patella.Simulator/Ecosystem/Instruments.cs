using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>A consumer's way to pay.</summary>
/// <param name="Kind">card, wallet or stored-value.</param>
public sealed record SimulatedInstrument(string Id, string Kind, string Label);

/// <summary>What people of the ecosystem pay with: each has a wallet and a card, and the consumer to be a gift card with something on it.</summary>
public static class Instruments
{
    /// <summary>What is on the gift card of the consumer to be.</summary>
    public static readonly Money GiftCard = new(20_000, "CNY");

    public static IReadOnlyList<SimulatedInstrument> Of(SimulatedConsumer consumer)
    {
        var words = consumer.Language == Languages.Chinese ? ("钱包", "银行卡", "礼品卡") : ("wallet", "card", "gift card");
        IReadOnlyList<SimulatedInstrument> always = [Wallet(consumer), new($"card-{consumer.ExternalId}", "card", $"{words.Item2} {SeededRandom.Hash(consumer.ExternalId) % 10_000:0000}")];
        return HasGiftCard(consumer) ? [.. always, new SimulatedInstrument(GiftCardOf(consumer), "stored-value", words.Item3)] : always;
    }

    /// <summary>What orders were paid with.</summary>
    public static SimulatedInstrument Wallet(SimulatedConsumer consumer) => new($"wallet-{consumer.ExternalId}", "wallet", consumer.Language == Languages.Chinese ? "钱包" : "wallet");

    public static bool HasGiftCard(SimulatedConsumer consumer) => consumer.ExternalId == DemoPersonas.ConsumerExternalId;

    public static string GiftCardOf(SimulatedConsumer consumer) => $"gift-{consumer.ExternalId}";
}
