using System.Globalization;
using System.Text.Json;

namespace Patella.Simulator.Marketplace;

/// <summary>The shop says no, with a short code and a sentence.</summary>
public sealed class ShopRefusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>Reads a change's arguments. What cannot be read is refused as <c>bad-arguments</c>.</summary>
internal readonly struct ShopArguments(JsonElement arguments)
{
    private const int MostPieces = 200;
    private const int MostText = 2_000;

    public bool Has(string name) => Find(name) is { ValueKind: not JsonValueKind.Null };

    public string Text(string name) => TextOf(Find(name), name);

    public JsonElement Object(string name) => Find(name) is { ValueKind: JsonValueKind.Object or JsonValueKind.String } value ? value.Clone() : throw Bad(name, "an address");

    /// <summary>Skus, each as often as there are pieces of it: a list of texts or of {sku, quantity}.</summary>
    public IReadOnlyList<string> Skus(string name) => Many(name).SelectMany(item => Enumerable.Repeat(SkuOf(item, name), QuantityOf(item, name))).ToList() is { Count: <= MostPieces } skus
        ? skus : throw Bad(name, $"at most {MostPieces} pieces");

    /// <summary>Which piece becomes which.</summary>
    public IReadOnlyList<(string Sku, string NewSku)> Swaps()
        => [.. Many("items").Select(item => (TextOf(Member(item, "sku"), "items/sku"), TextOf(Member(item, "newSku"), "items/newSku")))];

    public ShopPickup Pickup()
    {
        var (from, until) = (Time("from"), Time("until"));
        return from < until ? new ShopPickup(from, until, Has("address") ? Object("address") : null) : throw Bad("until", "later than from");
    }

    private DateTimeOffset Time(string name)
        => DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Bad(name, "a time");

    private List<JsonElement> Many(string name) => Find(name) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() is > 0 and <= MostPieces
        ? [.. array.EnumerateArray()] : throw Bad(name, $"a list of 1 to {MostPieces} items");

    private static string SkuOf(JsonElement item, string name) => item.ValueKind == JsonValueKind.String ? TextOf(item, name) : TextOf(Member(item, "sku"), name + "/sku");

    private static int QuantityOf(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("quantity", out var quantity)
        ? quantity.ValueKind == JsonValueKind.Number && quantity.TryGetInt32(out var number) && number is > 0 and <= MostPieces ? number : throw Bad(name + "/quantity", "a number of pieces") : 1;

    private static string TextOf(JsonElement? value, string name)
        => value is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 and <= MostText } found ? found : throw Bad(name, "a text");

    private static JsonElement? Member(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : null;

    private JsonElement? Find(string name) => Member(arguments, name);

    private static ShopRefusal Bad(string name, string wanted) => new("bad-arguments", $"{name} must be {wanted}.");
}
