using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Authority;

/// <summary>Who may give how much alone, in the settings document: the whole list each time.</summary>
internal sealed class AuthoritySection(TenantStore tenants) : ISettingsSection
{
    private const string Key = "authorities";
    private const int Most = 500;
    private const long MostAmount = (1L << 53) - 1;

    public string Name => Key;

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        if (section.ValueKind != JsonValueKind.Array || section.GetArrayLength() > Most)
        {
            check.Must(false, "/authorities", $"Must be a list of at most {Most} items.");
            return Task.FromResult<object>(Array.Empty<AuthorityLimit>());
        }

        var limits = section.Deserialize<AuthorityLimit?[]>(Json.Options)!;
        for (var index = 0; index < limits.Length; index++)
        {
            Check(limits[index], $"/authorities/{index}", check);
        }

        check.Must(limits.OfType<AuthorityLimit>().DistinctBy(limit => (limit.Grade, limit.Kind, limit.Currency)).Count() == limits.Length, "/authorities", "Each grade, kind and currency may stand there once.");
        return Task.FromResult<object>(limits);
    }

    public Task Save(ITransaction transaction, object prepared) => tenants.SaveSetting(transaction, Key, (AuthorityLimit[])prepared);

    public async Task<object> Export(IReader reader) => await Find(tenants, reader);

    public static async Task<IReadOnlyList<AuthorityLimit>> Find(TenantStore tenants, IReader reader) => await tenants.FindSetting<AuthorityLimit[]>(reader, Key) ?? [];

    private static void Check(AuthorityLimit? limit, string at, Validation check)
    {
        if (limit is null)
        {
            check.Must(false, at, "Must not be null.");
            return;
        }

        check.OneOf(limit.Grade, at + "/grade", [.. AuthorityRules.AllGrades]).OneOf(limit.Kind, at + "/kind", [.. AuthorityRules.Kinds])
            .Must(limit.Currency is { Length: 3 } && limit.Currency.All(char.IsAsciiLetterUpper), at + "/currency", "Must be a currency of ISO 4217, such as CNY.")
            .Must(limit.MostPerCase is >= 0 and <= MostAmount, at + "/mostPerCase", $"Must be a whole number of minor units from 0 to {MostAmount}.")
            .Must(limit.MostPerDay is >= 0 and <= MostAmount, at + "/mostPerDay", $"Must be a whole number of minor units from 0 to {MostAmount}.");
    }
}
