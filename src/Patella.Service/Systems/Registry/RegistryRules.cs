using System.Text.RegularExpressions;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;

namespace Patella.Service.Systems.Registry;

/// <summary>What is wrong with a registry as somebody entered it.</summary>
internal static partial class RegistryRules
{
    public const int Most = 50;
    private const int MostRoutes = 20;
    private const int MostValues = 50;
    private static readonly string[] Languages = ["zh-CN", "en"];

    public static void Check(RegistryRequest? wanted, string at, IReadOnlySet<string> units, EgressPolicy egress, Validation check)
    {
        if (wanted?.Systems is null || wanted.Systems.Any(system => system is null))
        {
            check.Must(false, at + "/systems", "Must be a list of systems.");
            return;
        }

        check.Must(wanted.Systems.Count <= Most, at + "/systems", $"At most {Most} systems.")
            .Must(wanted.Systems.DistinctBy(system => system.Id).Count() == wanted.Systems.Count, at + "/systems", "Two systems have the same id.")
            .Must(wanted.CallFrom is null or (>= 1 and <= 4), at + "/callFrom", "Must be 1 to 4.")
            .Must(wanted.AcknowledgeMinutes is null || (wanted.AcknowledgeMinutes.Count == 4 && wanted.AcknowledgeMinutes.All(minutes => minutes is >= 1 and <= 10_080)), at + "/acknowledgeMinutes", "Must be four numbers of minutes, 1 to 10,080.");
        for (var index = 0; index < Math.Min(wanted.Systems.Count, Most); index++)
        {
            CheckOne(wanted.Systems[index], $"{at}/systems/{index}", units, egress, check);
        }
    }

    private static void CheckOne(SystemRequest system, string at, IReadOnlySet<string> units, EgressPolicy egress, Validation check)
    {
        check.Must(Word().IsMatch(system.Id ?? ""), at + "/id", "Must be a lower-case word of up to 40 characters.")
            .Must(system.Name is { Chinese.Length: > 0 and <= 80, English.Length: > 0 and <= 80 }, at + "/name", "Must be there in zh-CN and en, up to 80 characters.")
            .OneOf(system.Kind, at + "/kind", SystemWords.Kinds).OneOf(system.Connector, at + "/connector", SystemWords.Connectors)
            .Must(system.Staff is null != system.Unit is null, at + "/staff", "Give either staff or unit.").Id(system.Staff, at + "/staff", required: false)
            .Must(system.Unit is null || units.Contains(system.Unit), at + "/unit", "Must be the code of a unit.")
            .Must(system.Language is null || Languages.Contains(system.Language), at + "/language", "Must be one of: zh-CN, en.")
            .Text(system.Secret ?? "", at + "/secret", 0, 500).Text(system.HookSecret ?? "", at + "/hookSecret", 0, 500).Text(system.Account ?? "", at + "/account", 0, 200)
            .Text(system.Project ?? "", at + "/project", 0, 200).Text(system.Style ?? "", at + "/style", 0, 40);
        CheckAddress(system, at, egress, check);
        CheckConnector(system, at, check);
        CheckRoutes(system.Routes ?? [], at + "/routes", check);
    }

    private static void CheckAddress(SystemRequest system, string at, EgressPolicy egress, Validation check)
    {
        if (system.Connector == "email")
        {
            check.Must(system.Address is { Length: >= 3 and <= 200 } address && Mail().IsMatch(address), at + "/address", "Must be an e-mail address.");
        }
        else if (egress.Refusal(system.Address) is { } refusal)
        {
            check.Must(false, at + "/address", refusal);
        }
    }

    private static void CheckConnector(SystemRequest system, string at, Validation check)
    {
        check.Must(system.Connector != "webhook" || system.Secret is null || StandardWebhook.IsSecret(system.Secret), at + "/secret", "Must begin with whsec_ and go on with 24 to 64 bytes in base64.")
            .Must(system.Connector != "jira" || Key().IsMatch(system.Project ?? ""), at + "/project", "Must be the key of a Jira project, such as SHOP.")
            .Must(system.Connector != "github" || Repository().IsMatch(system.Project ?? ""), at + "/project", "Must be owner/repository.")
            .Must(system.Connector != "pagerduty" || system.Secret is null || system.Secret.Length == 32, at + "/secret", "Must be an integration key of 32 characters.")
            .Must(system.Connector != "dingtalk" || system.Style is null or "actionCard" or "markdown" or "text", at + "/style", "Must be one of: actionCard, markdown, text.")
            .Must(system.Connector != "feishu" || system.Style is null or "card" or "post", at + "/style", "Must be one of: card, post.");
    }

    private static void CheckRoutes(IReadOnlyList<SystemRoute> routes, string at, Validation check)
    {
        check.Must(routes.Count <= MostRoutes, at, $"At most {MostRoutes} routes.");
        for (var index = 0; index < Math.Min(routes.Count, MostRoutes); index++)
        {
            var route = routes[index];
            var dimensions = route?.Dimensions ?? new Dictionary<string, IReadOnlyList<string>>();
            var lists = new[] { route?.Reasons, route?.Stages }.Concat(dimensions.Values).OfType<IReadOnlyList<string>>().ToList();
            check.Must(lists.Any(list => list.Count > 0), $"{at}/{index}", "A route names reasons, stages or dimensions.")
                .Must(lists.All(list => list.Count <= MostValues && list.All(value => value is { Length: > 0 and <= 100 })), $"{at}/{index}", $"At most {MostValues} values of 1 to 100 characters each.")
                .Must(dimensions.All(one => SystemWords.Dimensions.Contains(one.Key) && one.Value is { Count: > 0 }), $"{at}/{index}/dimensions", $"Dimensions are {string.Join(", ", SystemWords.Dimensions)}, each with values.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[^\s@<>,;]+@[^\s@<>,;]+$")]
    private static partial Regex Mail();

    [GeneratedRegex("^[A-Z][A-Z0-9_]{1,30}$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex Repository();
}
