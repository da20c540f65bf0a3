using System.Text.Json;
using Patella.Platform.Messaging;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Conversations;

/// <summary><c>send</c>: a message over the channel; <c>accepted</c> comes after the commit.</summary>
internal sealed class SendLive(ConversationDesk desk) : ILiveCommand
{
    public string Type => "send";

    public async Task Run(LiveConnection connection, Caller caller, JsonElement message)
    {
        var clientId = message.Text("clientId");
        if (!caller.Has(Permission.Consume | Permission.Serve | Permission.Supervise))
        {
            connection.Send(Refused.Because(Problem.Forbidden(), clientId));
            return;
        }

        var conversation = message.Text("conversation") ?? "";
        var files = message.TryGetProperty("files", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(file => file.ValueKind == JsonValueKind.String).Select(file => file.GetString()!).ToList() : null;
        var canned = message.TryGetProperty("canned", out var flag) && flag.ValueKind == JsonValueKind.True;
        var outcome = await desk.Post(caller, conversation, new MessageRequest(clientId, message.Text("text"), files, Canned: canned ? true : null));
        connection.Send(outcome.Problem is { } problem
            ? Refused.Because(problem, clientId, Type, conversation)
            : (object)new { type = "accepted", clientId, conversation, sequence = outcome.Value.Sequence });
    }
}

/// <summary><c>read</c>: marks as read and tells the other side.</summary>
internal sealed class ReadLive(ConversationSteps steps) : ILiveCommand
{
    public string Type => "read";

    public async Task Run(LiveConnection connection, Caller caller, JsonElement message)
    {
        var conversation = message.Text("conversation") ?? "";
        var outcome = await steps.MarkRead(caller, conversation, new ReadRequest(message.Number("sequence")));
        if (outcome.Problem is { } problem)
        {
            connection.Send(Refused.Because(problem, topic: Type, id: conversation));
        }
    }
}

/// <summary><c>typing</c>: for the moment only, never stored; told to those who follow the conversation.</summary>
internal sealed class TypingLive(IBus bus) : ILiveCommand
{
    public string Type => "typing";

    public Task Run(LiveConnection connection, Caller caller, JsonElement message)
    {
        // Only a page that was let in to the conversation can be heard in it.
        var conversation = message.Text("conversation") ?? "";
        if (connection.Subscriptions.ContainsKey(("conversation", conversation)))
        {
            var author = caller.Kind == CallerKind.Consumer ? new EntryAuthor(Party.Consumer) : new EntryAuthor(Party.Agent, null, caller.Name);
            bus.Publish(new BusMessage(BusTopics.Moments(caller.Tenant), conversation + "|" + Json.Write(new { type = "typing", conversation, author })));
        }

        return Task.CompletedTask;
    }
}
