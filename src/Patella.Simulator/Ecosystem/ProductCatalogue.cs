using System.Globalization;

namespace Patella.Simulator.Ecosystem;

/// <summary>A word or value in both page languages.</summary>
public sealed record Bilingual(string Chinese, string English)
{
    /// <summary>Chinese for Chinese readers, English for everybody else.</summary>
    public string For(string language) => language == Languages.Chinese ? Chinese : English;
}

/// <summary>An option of a product, such as colour, with the values it may take.</summary>
public sealed record ProductOption(Bilingual Name, IReadOnlyList<Bilingual> Values);

/// <summary>A kind of goods that merchants of a unit sell; prices are whole yuan.</summary>
public sealed record ProductKind(string Unit, Bilingual Title, int LowestPrice, int HighestPrice, IReadOnlyList<ProductOption> Options);

/// <summary>What is sold in the demonstration ecosystem, the same for every seed.</summary>
public static class ProductCatalogue
{
    /// <summary>Kinds of goods by unit code.</summary>
    public static readonly ILookup<string, ProductKind> ByUnit =
        EmbeddedText.Rows("products.txt", 6).Select(Parse).ToLookup(kind => kind.Unit);

    private static ProductKind Parse(string[] cells) => new(
        cells[0], new Bilingual(cells[1], cells[2]), Number(cells[3]), Number(cells[4]), cells[5].Split(';').Select(Option).ToList());

    private static ProductOption Option(string text)
    {
        var colon = text.IndexOf(':');
        return new ProductOption(Pair(text[..colon]), text[(colon + 1)..].Split(',').Select(Pair).ToList());
    }

    private static Bilingual Pair(string text)
    {
        var slash = text.IndexOf('/');
        return new Bilingual(text[..slash], text[(slash + 1)..]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
