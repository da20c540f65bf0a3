using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Patella.Platform.Storage;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Previews;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;

namespace Patella.Service.Actions.Mcp;

/// <summary>What find_order gives: the order at a glance, its pieces, what they could be exchanged for, and what may be done now.</summary>
internal sealed record FoundOrder(OrderCard Order, IReadOnlyList<FoundItem> Items, IReadOnlyList<GoodsVariant> Variants, OrderOffers Offers);

/// <summary>A line of the order.</summary>
internal sealed record FoundItem(string Sku, string? Product, string Title, int Quantity, Money? Price);

/// <summary>One tool an action kind, one to find an order, one to preview. Every call goes where the HTTP doors go, with the same caller.</summary>
internal sealed class McpTools(IStore store, ActionDoors doors, PreviewDesk previews, ActionDecider decider, OrderCards cards, IEnumerable<IMcpTools> others)
{
    public const string FindOrder = "find_order";
    public const string Preview = "preview";

    /// <summary>Tools this caller may use; a kind that is only for staff is not shown to consumers.</summary>
    public IList<Tool> For(Caller caller)
    {
        var kinds = ActionKinds.All.Where(kind => !kind.StaffOnly || caller.Kind != CallerKind.Consumer).ToList();
        return
        [
            ToolOf(FindOrder, "Find an order by id or number, with what may be done with it now.", readOnly: true, ("order", Text("Id or number of the order"), true)),
            ToolOf(Preview, "What an action would change and cost, and the consent it needs. Changes nothing.", readOnly: true,
                ("order", Text("Id or number of the order"), true), ("kind", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind.Name)]) }, true),
                ("arguments", new JsonObject { ["type"] = "object" }, false), ("conversation", Text("Conversation in which the consumer is asked"), false), ("case", Text("Case it belongs to"), false),
                ("override", Override(), false)),
            .. kinds.Select(kind => ToolOf(
                NameOf(kind), $"{kind.Title("en")} ({kind.Title("zh-CN")}). The same id with the same content is done once.", readOnly: false,
                ("order", Text("Id or number of the order"), true), ("id", Text("Id of the command, made by the caller; 1 to 60 characters"), true), ("arguments", kind.Schema(caller.Language), true),
                ("preview", Text("Preview whose consent covers it"), false), ("conversation", Text("Conversation it belongs to"), false), ("case", Text("Case it belongs to"), false), ("reason", Text("Why, for the timeline"), false), ("override", Override(), false),
                ("wait", new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = ActionWaits.MostSeconds }, false))),
            .. others.SelectMany(other => other.For(caller)).Select(spec => ToolOf(spec.Name, spec.Description, readOnly: false, spec.Schema)),
        ];
    }

    public async Task<CallToolResult> Call(Caller caller, CallToolRequestParams call, CancellationToken cancellation)
    {
        var given = call.Arguments ?? new Dictionary<string, JsonElement>();
        var order = Word(given, "order") ?? "";
        switch (call.Name)
        {
            case FindOrder:
                return Result(await Find(caller, order));
            case Preview:
                return Result(await previews.Make(caller, order, new PreviewRequest(Word(given, "kind"), Part(given, "arguments"), Word(given, "conversation"), Word(given, "case"), Against(given))));
            case var name when others.FirstOrDefault(other => other.For(caller).Any(spec => spec.Name == name)) is { } other:
                return Result(await other.Call(caller, name, JsonSerializer.SerializeToElement(given), cancellation));
            default:
                var kind = ActionKinds.All.FirstOrDefault(kind => NameOf(kind) == call.Name) ?? throw new McpProtocolException($"There is no tool '{call.Name}'.", McpErrorCode.InvalidParams);
                var request = new ActionRequest(Word(given, "id"), kind.Name, Part(given, "arguments"), Word(given, "preview"), Word(given, "conversation"), Word(given, "case"), Word(given, "reason"), Against(given));
                var wait = Part(given, "wait") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt32(out var whole) ? whole : ActionWaits.MostSeconds;
                return Result(await doors.Act(caller, order, request, wait, cancellation));
        }
    }

    private static string NameOf(ActionKind kind) => kind.Name.Replace('-', '_');

    private async Task<Outcome<FoundOrder>> Find(Caller caller, string order)
    {
        var offers = await doors.Offers(caller, order);
        return offers.Succeeded ? await store.Read(caller.Tenant, async reader =>
        {
            var facts = await decider.Facts(reader, caller, order);
            return facts.Succeeded ? new FoundOrder(
                await cards.Of(reader, facts.Value.Order, caller.Language), [.. facts.Value.Order.State.Items.Select(item => new FoundItem(item.Sku, item.ProductId, item.Title, item.Quantity, item.Price))],
                facts.Value.Variants, offers.Value) : (Outcome<FoundOrder>)facts.Problem!;
        }) : offers.Problem!;
    }

    /// <summary>A refusal is the tool's result, not the protocol's error: whoever called can read it and do better.</summary>
    private static CallToolResult Result<T>(Outcome<T> outcome)
    {
        var json = outcome.Problem is { } problem ? JsonSerializer.SerializeToElement(ProblemBody.Of(problem, null, null), Json.Options) : JsonSerializer.SerializeToElement(outcome.Value, Json.Options);
        return new CallToolResult { IsError = !outcome.Succeeded, StructuredContent = json, Content = [new TextContentBlock { Text = json.GetRawText() }] };
    }

    private static Tool ToolOf(string name, string description, bool readOnly, params ReadOnlySpan<(string Name, JsonObject Schema, bool Required)> members)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in members)
        {
            properties[member.Name] = member.Schema;
            if (member.Required)
            {
                required.Add(member.Name);
            }
        }

        return ToolOf(name, description, readOnly, new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false });
    }

    private static Tool ToolOf(string name, string description, bool readOnly, JsonObject schema) => new()
    {
        Name = name, Description = description, InputSchema = JsonSerializer.SerializeToElement(schema),
        Annotations = new ToolAnnotations { ReadOnlyHint = readOnly, DestructiveHint = !readOnly, IdempotentHint = true, OpenWorldHint = false },
    };

    private static JsonObject Override() => new()
    {
        ["type"] = "object", ["description"] = "Done against a refusal of its policy by a person of the staff, within their authority", ["properties"] = new JsonObject { ["reason"] = new JsonObject { ["type"] = "string" } }, ["required"] = new JsonArray("reason"),
    };

    private static RuleOverride? Against(IDictionary<string, JsonElement> given)
        => Part(given, "override") is { ValueKind: JsonValueKind.Object } against ? new RuleOverride(against.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null) : null;

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonElement? Part(IDictionary<string, JsonElement> given, string name) => given.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Word(IDictionary<string, JsonElement> given, string name) => Part(given, name) is { ValueKind: JsonValueKind.String } word ? word.GetString() : null;
}
