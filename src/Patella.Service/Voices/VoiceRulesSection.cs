using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Voices;

/// <summary>The section <c>voices</c> of the settings document: how long what is kept.</summary>
/// <param name="TextDays">1 to 36,500: days of words.</param>
/// <param name="MinuteDays">1 to 3,650: days of counts by the minute.</param>
/// <param name="HourDays">1 to 36,500: days of counts by the hour.</param>
/// <param name="BlockDays">1 to 36,500: days of labelled voices one by one.</param>
public sealed record VoiceRulesRequest(int? TextDays, int? MinuteDays, int? HourDays, int? BlockDays)
{
    internal VoiceRules? Check(Validation into)
    {
        into.Must(TextDays is >= 1 and <= 36_500, "/voices/textDays", "Must be 1 to 36500.").Must(MinuteDays is >= 1 and <= 3_650, "/voices/minuteDays", "Must be 1 to 3650.")
            .Must(HourDays is >= 1 and <= 36_500, "/voices/hourDays", "Must be 1 to 36500.").Must(BlockDays is >= 1 and <= 36_500, "/voices/blockDays", "Must be 1 to 36500.");
        return into.Failed ? null : new VoiceRules(TextDays!.Value, MinuteDays!.Value, HourDays!.Value, BlockDays!.Value);
    }
}

internal sealed class VoiceRulesSection(AuditTrail audit, BusinessTime business) : ISettingsSection
{
    public string Name => "voices";

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        try
        {
            var rules = section.ValueKind == JsonValueKind.Object ? section.Deserialize<VoiceRulesRequest>(Json.Options)!.Check(check) : null;
            check.Must(section.ValueKind == JsonValueKind.Object, "/voices", "Must be an object.");
            return Task.FromResult<object>(rules ?? VoiceRules.Default);
        }
        catch (JsonException broken)
        {
            check.Must(false, "/voices", $"Is not the JSON of these settings: {broken.Path}");
            return Task.FromResult<object>(VoiceRules.Default);
        }
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        var rules = (VoiceRules)prepared;
        if (await VoiceRetention.Rules(transaction) != rules)
        {
            await transaction.Execute(VoiceStore.Sql["SaveRules"], new { rules.TextDays, rules.MinuteDays, rules.HourDays, rules.BlockDays, at = business.Now, by = "settings-import" });
            await audit.Write(transaction, "system", "settings-import", "voices.rules-saved", "voice-rules", rules);
        }
    }

    public async Task<object> Export(IReader reader) => await VoiceRetention.Rules(reader);
}
