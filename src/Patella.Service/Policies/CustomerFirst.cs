using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Policies;

/// <summary>Up to how much the built-in tables give without asking anybody.</summary>
/// <param name="Amount">Minor units.</param>
public sealed record CustomerFirstLimit(string Currency, long Amount);

/// <summary>The settings section <c>customerFirst</c>.</summary>
/// <param name="Limits">One for each currency; a currency without one has no limit of the tenant's.</param>
/// <param name="DecideWithinHours">Within how many hours a person decides what a table leaves to one.</param>
/// <param name="AnswerWithinDays">Within how many days whoever proposed a rule is answered.</param>
public sealed record CustomerFirst(IReadOnlyList<CustomerFirstLimit>? Limits = null, double DecideWithinHours = 24, int AnswerWithinDays = 14)
{
    internal const string Key = "customerFirst";

    /// <summary>The limit in a currency, in minor units; null when there is none.</summary>
    public long? LimitIn(string? currency) => Limits?.FirstOrDefault(limit => limit.Currency == currency)?.Amount;

    /// <summary>As the tenant has set it.</summary>
    public static async Task<CustomerFirst> Find(TenantStore tenants, IReader reader) => await tenants.FindSetting<CustomerFirst>(reader, Key) ?? new CustomerFirst();
}

/// <summary>The section in the settings document.</summary>
internal sealed class CustomerFirstSection(TenantStore tenants) : ISettingsSection
{
    private const long MostAmount = (1L << 53) - 1;

    public string Name => CustomerFirst.Key;

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var settings = section.ValueKind == JsonValueKind.Object ? section.Deserialize<CustomerFirst>(Json.Options) : null;
        check.Must(settings is not null, "/customerFirst", "Must be an object.");
        settings ??= new CustomerFirst();
        var limits = settings.Limits ?? [];
        check.Must(limits.Count <= 200, "/customerFirst/limits", $"Must be a list of at most {200} items.")
            .Must(limits.OfType<CustomerFirstLimit>().DistinctBy(limit => limit.Currency).Count() == limits.Count, "/customerFirst/limits", "Each currency may stand there once.")
            .Must(settings.DecideWithinHours is > 0 and <= 720, "/customerFirst/decideWithinHours", "Must be more than 0 and at most 720 hours.")
            .Must(settings.AnswerWithinDays is >= 1 and <= 90, "/customerFirst/answerWithinDays", "Must be 1 to 90 days.");
        for (var index = 0; index < limits.Count && limits[index] is { } limit; index++)
        {
            check.Must(limit.Currency is { Length: 3 } && limit.Currency.All(char.IsAsciiLetterUpper), $"/customerFirst/limits/{index}/currency", "Must be a currency of ISO 4217, such as CNY.")
                .Must(limit.Amount is >= 0 and <= MostAmount, $"/customerFirst/limits/{index}/amount", $"Must be a whole number of minor units from 0 to {MostAmount}.");
        }

        return Task.FromResult<object>(settings);
    }

    public Task Save(ITransaction transaction, object prepared) => tenants.SaveSetting(transaction, CustomerFirst.Key, (CustomerFirst)prepared);

    public async Task<object> Export(IReader reader) => await CustomerFirst.Find(tenants, reader);
}
