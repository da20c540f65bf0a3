using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Edge;

namespace Patella.Service.Actions.Mcp;

/// <summary>A tool of another capability.</summary>
/// <param name="Schema">JSON schema of its arguments.</param>
public sealed record McpToolSpec(string Name, string Description, JsonObject Schema);

/// <summary>Tools that a capability above this one adds to the door; registered as a service.</summary>
public interface IMcpTools
{
    /// <summary>Those this caller may use.</summary>
    IEnumerable<McpToolSpec> For(Caller caller);

    /// <summary>Calls one of them. A refusal is the tool's result.</summary>
    Task<Outcome<JsonElement>> Call(Caller caller, string tool, JsonElement given, CancellationToken cancellation);
}
