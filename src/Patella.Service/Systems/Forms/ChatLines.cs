using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>The lines of a message to people, in the markup that chat robots share.</summary>
internal static class ChatLines
{
    public static string Markdown(CallMessage message, string heading, string gap)
        => string.Join(gap, new[] { heading + CallMessage.Plain(message.Title), CallMessage.Plain(message.Text) }.Where(line => line.Length > 0)
            .Concat(message.Facts.Select(fact => $"**{fact.Name}**: {CallMessage.Plain(fact.Value)}")));

    public static string Text(CallMessage message)
        => string.Join('\n', new[] { message.Words("headline"), CallMessage.Plain(message.Title), CallMessage.Plain(message.Text) }.Where(line => line.Length > 0)
            .Concat(message.Facts.Select(fact => $"{fact.Name}: {CallMessage.Plain(fact.Value)}")));
}
