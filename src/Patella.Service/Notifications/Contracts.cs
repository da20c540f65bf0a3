using Patella.Platform.Storage;

namespace Patella.Service.Notifications;

/// <summary>What waits unread for a consumer who has left.</summary>
/// <param name="Read">How far they have read; it changes when they come back.</param>
/// <param name="Text">The beginning of the newest answer.</param>
public sealed record UnreadAnswer(string Conversation, string Person, string Language, string Unit, long Read, int Count, string Text);

/// <summary>Says what waits unread. Declared here and implemented by Conversations, so that this capability need not know it.</summary>
public interface IUnreadAnswers
{
    /// <summary>Null when nothing does, or when its consumer is told by another way anyhow.</summary>
    Task<UnreadAnswer?> Find(IReader reader, string conversation);
}
