using System.Text.RegularExpressions;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// Variables in canned replies and macros, such as <c>{{customer.name}}</c>. One that nobody knows is refused when the text is saved; one that has no
/// value here becomes a placeholder in ⟦ ⟧, which the composer shows and which is never sent.
/// </summary>
public static partial class ReplyVariables
{
    public static readonly IReadOnlyList<string> Known =
        ["customer.name", "order.number", "order.title", "promise.time", "parcel.carrier", "parcel.tracking", "unit.name", "agent.name", "ecosystem.name"];

    /// <summary>Short forms in single braces, from before there were groups.</summary>
    private static readonly Dictionary<string, string> Short = new()
    {
        ["name"] = "customer.name", ["order"] = "order.number", ["title"] = "order.title", ["carrier"] = "parcel.carrier", ["tracking"] = "parcel.tracking", ["unit"] = "unit.name", ["agent"] = "agent.name",
    };

    public static Validation Check(string? text, string pointer, Validation into)
    {
        var unknown = text is null ? null : Double().Matches(text).Select(match => match.Groups["name"].Value).FirstOrDefault(name => !Known.Contains(name));
        var open = text is not null && text.Replace("}}", "", StringComparison.Ordinal).Length != text.Replace("{{", "", StringComparison.Ordinal).Length;
        return into.Must(unknown is null, pointer, $"There is no variable '{unknown}'. There are: {string.Join(", ", Known)}.")
            .Must(!open, pointer, "A variable is written {{customer.name}}: as many '}}' as '{{'.");
    }

    /// <summary>The text with its values, and the variables that have none here.</summary>
    public static (string Text, IReadOnlyList<string> Missing) Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var missing = new List<string>();
        var filled = Either().Replace(text, match =>
        {
            var name = match.Groups["double"] is { Success: true } whole ? whole.Value : Short.GetValueOrDefault(match.Groups["single"].Value);
            if (name is null)
            {
                return match.Value;
            }

            if (values.TryGetValue(name, out var value) && value.Length > 0)
            {
                return value;
            }

            missing.Add(name);
            return $"⟦{name}⟧";
        });
        return (filled, missing.Distinct().ToList());
    }

    /// <summary>The first placeholder that is still in a text.</summary>
    public static string? FindPlaceholder(string? text) => text is not null && Placeholder().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>Values for a conversation; times in its language and the tenant's time zone.</summary>
    public static Task<IReadOnlyDictionary<string, string>> Of(IReader reader, Caller caller, ConversationRow row, TenantStore tenants, OrderMirror orders, OrderCards cards)
        => Of(reader, caller.Name, row, tenants, orders, cards);

    /// <param name="speaker">Who says it.</param>
    public static async Task<IReadOnlyDictionary<string, string>> Of(IReader reader, string speaker, ConversationRow row, TenantStore tenants, OrderMirror orders, OrderCards cards)
    {
        var profile = await tenants.Profile(reader);
        var order = row.OrderId is { } id && await orders.FindOrder(reader, id) is { } found ? await cards.Of(reader, found, row.Language) : null;
        var unit = (await tenants.ListUnits(reader)).FirstOrDefault(one => one.Code == row.Unit);
        return new Dictionary<string, string>
        {
            ["customer.name"] = row.PersonName ?? "",
            ["order.number"] = order?.Number ?? "",
            ["order.title"] = order?.Title ?? "",
            ["promise.time"] = order?.Promise is { } promise ? TenantHours.Show(promise.At, profile, row.Language) : "",
            ["parcel.carrier"] = order?.Parcel?.Carrier ?? "",
            ["parcel.tracking"] = order?.Parcel?.TrackingNumber ?? "",
            ["unit.name"] = unit?.Name.In(row.Language) ?? row.Unit,
            ["agent.name"] = speaker,
            ["ecosystem.name"] = profile.Name,
        };
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}]{0,60}?)\s*\}\}")]
    private static partial Regex Double();

    [GeneratedRegex(@"\{\{\s*(?<double>[^{}]{0,60}?)\s*\}\}|\{(?<single>[a-z]{1,20})\}")]
    private static partial Regex Either();

    [GeneratedRegex(@"⟦[^⟧]{0,80}⟧")]
    private static partial Regex Placeholder();
}
