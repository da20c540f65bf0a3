using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Actions.Mcp;
using Patella.Service.Edge;

namespace Patella.Service.Merchants;

/// <summary>Proposals about shops as tools of the Model Context Protocol. Deciding is for people and has no tool.</summary>
internal sealed class ShopTools(MeasureDesk desk, MeasureViews views) : IMcpTools
{
    private static readonly JsonSerializerOptions Reading = new(Json.Options);

    public IEnumerable<McpToolSpec> For(Caller caller) => !caller.Has(Permission.Serve | Permission.Supervise) ? [] :
    [
        Spec("shop_suspend", "Propose that a shop takes no new orders for a while, by a rule and on evidence. A second person decides.", reward: false),
        Spec("shop_reward", "Propose a reward for a shop that serves well, by a rule and on evidence. A second person decides.", reward: true),
    ];

    public async Task<Outcome<JsonElement>> Call(Caller caller, string tool, JsonElement given, CancellationToken cancellation)
    {
        ShopMeasureRequest? request;
        try
        {
            request = given.Deserialize<ShopMeasureRequest>(Reading);
        }
        catch (JsonException)
        {
            request = null;
        }

        var proposed = request is null ? Problem.Invalid("/", "The arguments are not as the tool's schema says.") : await desk.Propose(caller, request with { Kind = tool == "shop_suspend" ? MeasureKinds.Suspend : MeasureKinds.Reward });
        return proposed.Succeeded ? JsonSerializer.SerializeToElement(await views.Of(caller, proposed.Value), Json.Options) : proposed.Problem!;
    }

    private static McpToolSpec Spec(string name, string description, bool reward)
    {
        var properties = new JsonObject
        {
            ["id"] = Text("Id of the command, made by the caller; 1 to 60 characters"),
            ["shop"] = Text("Id of the merchant"),
            ["rule"] = Text("Code of one of the rules for shops"),
            ["words"] = Text("Why, as the merchant will read it; nothing about a consumer"),
            ["days"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 365 },
            ["evidence"] = new JsonObject
            {
                ["type"] = "array", ["minItems"] = 1, ["maxItems"] = EvidenceDesk.Most,
                ["items"] = new JsonObject
                {
                    ["type"] = "object", ["required"] = new JsonArray("kind", "id"), ["additionalProperties"] = false,
                    ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(EvidenceDesk.Case, EvidenceDesk.Conversation) }, ["id"] = Text("Its id") },
                },
            },
        };
        var required = new JsonArray("id", "shop", "rule", "words", "evidence");
        if (reward)
        {
            properties["reward"] = Text("Code of one of the rewards");
            required.Add("reward");
        }

        return new McpToolSpec(name, description, new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false });
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
