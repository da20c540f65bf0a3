namespace Patella.Simulator.Ecosystem;

/// <summary>An invented consumer. Mail addresses end in .example and telephone numbers use ranges nobody has.</summary>
public sealed record SimulatedConsumer(
    string ExternalId, string Name, string Language, string? Tier, string Email, string Phone, SimulatedAddress Address);

/// <summary>An invented address.</summary>
public sealed record SimulatedAddress(string Country, string City, string Line, string Postcode);

internal static class ConsumerPlanner
{
    private static readonly string?[] Tiers = [null, null, null, null, "silver", "silver", "gold", "platinum"];

    /// <summary>The demonstration's consumer, then the others.</summary>
    public static List<SimulatedConsumer> Plan(ulong seed, Scale scale) =>
        [Demonstration(seed), .. Enumerable.Range(1, scale.Consumers - 1).Select(index => Make(seed, index))];

    private static SimulatedConsumer Demonstration(ulong seed) => Make(seed, 0) with
    {
        ExternalId = DemoPersonas.ConsumerExternalId,
        Name = "陈小满",
        Language = Languages.Chinese,
        Tier = "gold",
        Email = "consumer@demo.example",
    };

    private static SimulatedConsumer Make(ulong seed, int index)
    {
        var random = new SeededRandom(seed).Fork($"consumer-{index}");
        var language = index == 0 ? Languages.Chinese : Language(random);
        var city = random.Next(NameCatalogue.Of("cities-zh").Count);
        var (suffix, number) = (language == Languages.Chinese ? "zh" : "en", random.Between(1, 380));
        var street = random.Pick(NameCatalogue.Of($"streets-{suffix}"));
        return new SimulatedConsumer(
            $"c-{index:00000}", NameCatalogue.Person(language, random), language, random.Pick(Tiers),
            $"c-{index:00000}@consumers.example", $"+86 100 0000 {index % 10_000:0000}",
            new SimulatedAddress("CN", NameCatalogue.Of($"cities-{suffix}")[city],
                suffix == "zh" ? $"{street}{number}号" : $"{number} {street}", $"{100_000 + (city * 1_000) + number:000000}"));
    }

    private static string Language(SeededRandom random) => random.NextDouble() switch
    {
        < 0.78 => Languages.Chinese,
        < 0.91 => Languages.English,
        _ => random.Pick(Languages.Others),
    };
}
