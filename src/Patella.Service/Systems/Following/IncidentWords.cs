using System.Globalization;
using Patella.Platform.Identifiers;
using Patella.Service.Incidents;
using Patella.Service.Systems.Calls;
using Patella.Service.Voices;

namespace Patella.Service.Systems.Following;

/// <summary>How an incident is named in messages: its reason and where it is, as its page says it.</summary>
internal sealed class IncidentWords(IVoiceUnderstanding understanding)
{
    /// <returns>Language, reason, stage and node to a title.</returns>
    public async Task<Func<string, string?, string?, IReadOnlyDictionary<string, string>, string>> Titles(TenantId tenant)
    {
        var (chinese, english) = (await understanding.Titles(tenant, "zh-CN"), await understanding.Titles(tenant, "en"));
        return (language, reason, stage, node) =>
        {
            var titles = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? chinese : english;
            var code = string.IsNullOrEmpty(reason) ? stage : reason;
            var what = string.IsNullOrEmpty(code) ? CallMessage.Texts.In(language, "incident.new") : titles.GetValueOrDefault(code, code);
            return node.Count == 0 ? what : $"{what} · {string.Join(" · ", node.Values)}";
        };
    }

    public static string Text(string language, IncidentFact fact) => CallMessage.Texts.In(
        language, "incident.text", ("onset", DateTimeOffset.FromUnixTimeSeconds(fact.Onset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), ("voices", fact.Voices), ("customers", fact.Customers));
}
