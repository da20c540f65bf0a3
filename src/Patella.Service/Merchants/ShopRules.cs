using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>A clause that shops are held to, or a merit that is rewarded, in the languages merchants read.</summary>
/// <param name="Code">What proposals name.</param>
/// <param name="Kind">shop-suspend or shop-reward.</param>
/// <param name="Text">By language; zh-CN and en.</param>
public sealed record ShopRule(string? Code, string? Kind, IReadOnlyDictionary<string, string>? Text);

/// <summary>Something a shop can be given.</summary>
/// <param name="Code">What the marketplace knows it by.</param>
/// <param name="Text">By language; zh-CN and en.</param>
public sealed record ShopReward(string? Code, IReadOnlyDictionary<string, string>? Text);

/// <summary>The settings section <c>shopRules</c>.</summary>
/// <param name="AppealWithinHours">Within how many hours a merchant's appeal is answered.</param>
public sealed record ShopRules(IReadOnlyList<ShopRule>? Rules = null, IReadOnlyList<ShopReward>? Rewards = null, double AppealWithinHours = 72)
{
    internal const string Key = "shopRules";

    internal ShopRule? Rule(string kind, string? code) => Rules?.FirstOrDefault(rule => rule.Kind == kind && rule.Code == code);

    internal ShopReward? Reward(string? code) => Rewards?.FirstOrDefault(reward => reward.Code == code);

    internal static async Task<ShopRules> Find(TenantStore tenants, IReader reader) => await tenants.FindSetting<ShopRules>(reader, Key) ?? new ShopRules();

    /// <summary>A text in the reader's language.</summary>
    internal static string In(IReadOnlyDictionary<string, string>? texts, string? language)
        => texts is null ? "" : texts.GetValueOrDefault(LocalTexts.Pick(language)) ?? texts.GetValueOrDefault("en") ?? texts.Values.FirstOrDefault() ?? "";
}

/// <summary>The section in the settings document.</summary>
internal sealed class ShopRulesSection(TenantStore tenants) : ISettingsSection
{
    private const int Most = 200;
    private const int MostCode = 60;

    public string Name => ShopRules.Key;

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var settings = section.ValueKind == JsonValueKind.Object ? section.Deserialize<ShopRules>(Json.Options) : null;
        check.Must(settings is not null, "/shopRules", "Must be an object.");
        settings ??= new ShopRules();
        check.Must(settings.AppealWithinHours is > 0 and <= 720, "/shopRules/appealWithinHours", "Must be more than 0 and at most 720 hours.");
        Codes(check, "/shopRules/rules", [.. (settings.Rules ?? []).Select(rule => (rule?.Code, rule?.Text))]);
        Codes(check, "/shopRules/rewards", [.. (settings.Rewards ?? []).Select(reward => (reward?.Code, reward?.Text))]);
        foreach (var (index, rule) in (settings.Rules ?? []).Index())
        {
            check.OneOf(rule?.Kind, $"/shopRules/rules/{index}/kind", [.. MeasureKinds.All]);
        }

        return Task.FromResult<object>(settings);
    }

    public Task Save(ITransaction transaction, object prepared) => tenants.SaveSetting(transaction, ShopRules.Key, (ShopRules)prepared);

    public async Task<object> Export(IReader reader) => await ShopRules.Find(tenants, reader);

    private static void Codes(Validation check, string at, List<(string? Code, IReadOnlyDictionary<string, string>? Text)> items)
    {
        check.Must(items.Count <= Most, at, $"Must be a list of at most {Most} items.");
        check.Must(items.Where(item => item.Code is not null).DistinctBy(item => item.Code).Count() == items.Count(item => item.Code is not null), at, "Each code may stand there once.");
        foreach (var (index, item) in items.Index())
        {
            check.Must(item.Code is { Length: <= MostCode } code && Validation.IsId(code), $"{at}/{index}/code", $"Must be 1 to {MostCode} characters of letters, digits, '.', ':', '_' or '-'.");
            foreach (var language in (string[])["zh-CN", "en"])
            {
                check.Text(item.Text?.GetValueOrDefault(language), $"{at}/{index}/text/{language}", 1, 500);
            }
        }
    }
}
