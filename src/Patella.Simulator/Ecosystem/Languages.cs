namespace Patella.Simulator.Ecosystem;

/// <summary>The languages (BCP 47) that people of the ecosystem write in.</summary>
public static class Languages
{
    /// <summary>Chinese as written on the mainland.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>Written only in the international units, by about one consumer in twelve.</summary>
    public static readonly IReadOnlyList<string> Others = ["es", "fr", "ru", "ja"];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Chinese, English, .. Others];

    /// <summary>True for a language code of the ecosystem.</summary>
    public static bool IsKnown(string text) => All.Contains(text);
}
