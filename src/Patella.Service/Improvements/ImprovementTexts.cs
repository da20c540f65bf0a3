using Patella.Service.Edge;

namespace Patella.Service.Improvements;

/// <summary>What the capability says by itself.</summary>
internal static class ImprovementTexts
{
    private static readonly LocalTexts Texts = new(typeof(ImprovementTexts).Assembly, "Improvements.Texts.improvements.json");

    public static string In(string? language, string key, params ReadOnlySpan<(string Place, object Value)> values) => Texts.In(language, key, values);
}
