using Patella.Service.Edge;

namespace Patella.Host.Pages;

/// <summary>One person to be on the start page.</summary>
public sealed record PersonaLink(string Key, string Name, string What);

/// <summary>A link to a shop of the demonstration.</summary>
public sealed record ShopLink(string Code, string Name);

/// <summary>The words of the server's own pages in one language.</summary>
public sealed record StartWords(
    string Title, string Lead, string Tour, string TourWhat, IReadOnlyList<PersonaLink> Personas, string ShopsTitle, string ShopsLead, string Simulated, string ShopHeading, string ShopText, string Back, string NoScript, string Help)
{
    private static readonly LocalTexts Texts = new(typeof(StartWords).Assembly, "Pages.Texts.pages.json");

    /// <summary>The words in zh-CN or English.</summary>
    public static StartWords In(string language)
    {
        string Text(string key) => Texts.In(language, key);
        var personas = new[] { "consumer", "agent", "supervisor", "merchant", "executive", "finance", "rule-owner", "legal", "analyst", "administrator" }
            .Select(key => new PersonaLink(key, Text($"persona.{key}"), Text($"persona.{key}.what"))).ToList();
        return new StartWords(
            Text("title"), Text("lead"), Text("tour"), Text("tour.what"), personas, Text("shops.title"), Text("shops.lead"), Text("simulated"), Text("shop.heading"), Text("shop.text"), Text("back"), Text("noscript"), Text("help"));
    }

    /// <summary>zh-CN or en, from what was asked for and the browser's languages.</summary>
    public static string Choose(string? asked, string? acceptLanguage)
        => (asked ?? acceptLanguage ?? "zh").StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en";
}
