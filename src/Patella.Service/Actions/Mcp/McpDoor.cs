using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Patella.Service.Edge;

namespace Patella.Service.Actions.Mcp;

/// <summary>
/// The Model Context Protocol over streamable HTTP, without sessions: each POST carries its caller's credential and is answered by itself, in any process.
/// The tools are thin: they hand over to what stands behind the HTTP doors.
/// </summary>
internal sealed class McpDoor(McpTools tools)
{
    private const int MostBytes = 256 * 1024;

    public async Task<IResult> Handle(HttpContext http)
    {
        var (body, caller) = (await RequestBody.Read(http, MostBytes), http.Caller());
        if (!body.Succeeded)
        {
            return new ProblemResult(body.Problem!);
        }

        if (Read(body.Value) is not { } message)
        {
            return new ProblemResult(new Problem(400, "malformed-json", "The body is not a message of JSON-RPC 2.0."));
        }

        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.ContentType = "text/event-stream";
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using var server = McpServer.Create(transport, OptionsFor(caller));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var running = server.RunAsync(end.Token);
        var answered = await transport.HandlePostRequestAsync(message, http.Response.Body, http.RequestAborted);
        await end.CancelAsync();
        await Ended(running);
        return answered ? Results.Empty : Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private McpServerOptions OptionsFor(Caller caller) => new()
    {
        ServerInfo = new Implementation { Name = "patella", Version = "1" },
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        ServerInstructions = "Actions on orders of a marketplace. Find the order and its offers first, preview what you mean to do, and do it when the consumer has consented where that is required.",
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = tools.For(caller) }),
            CallToolHandler = async (context, cancellation) => await tools.Call(caller, context.Params!, cancellation),
        },
    };

    private static JsonRpcMessage? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonRpcMessage>(body, McpJsonUtilities.DefaultOptions);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task Ended(Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // The request is answered: its server ends with it.
        }
    }
}
