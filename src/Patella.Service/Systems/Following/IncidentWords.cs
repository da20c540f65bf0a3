using System.Globalization;
using Patella.Platform.Identifiers;
using Patella.Service.Incidents;
using Patella.Service.Systems.Calls;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;

namespace Patella.Service.Systems.Following;

/// <summary>How an incident is named in messages: its reason and where it is, as its page says it.</summary>
public sealed class IncidentWords(IVoiceUnderstanding understanding, IPlaceNames places)
{
    /// <returns>A language to the title.</returns>
    public async Task<Func<string, string>> Title(TenantId tenant, string? reason, string? stage, IReadOnlyDictionary<string, string> node)
    {
        var (chinese, english) = (await understanding.Titles(tenant, "zh-CN"), await understanding.Titles(tenant, "en"));
        var names = await places.Of(tenant, node.Select(one => new VoicePlace(one.Key, one.Value)));
        var where = string.Concat(node.Select(one => " · " + names.GetValueOrDefault(new VoicePlace(one.Key, one.Value), one.Value)));
        var code = string.IsNullOrEmpty(reason) ? stage : reason;
        return language =>
        {
            var titles = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? chinese : english;
            return (string.IsNullOrEmpty(code) ? CallMessage.Texts.In(language, "incident.new") : titles.GetValueOrDefault(code, code)) + where;
        };
    }

    /// <summary>Since when, how many voices and of how many customers.</summary>
    public static string Text(string language, IncidentFact fact) => CallMessage.Texts.In(
        language, "incident.text", ("onset", DateTimeOffset.FromUnixTimeSeconds(fact.Onset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), ("voices", fact.Voices), ("customers", fact.Customers));
}
