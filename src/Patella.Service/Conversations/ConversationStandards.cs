using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Service.Conversations;

/// <summary>Puts beside conversations, as staff see them, what was promised: the open clock that is due first. One statement for a whole list.</summary>
public sealed class ConversationStandards(ServiceClocks clocks, BusinessTime business)
{
    /// <param name="views">As staff see them; those of consumers carry no clock.</param>
    public async Task<IReadOnlyList<ConversationView>> Beside(IReader reader, Caller caller, IReadOnlyList<ConversationView> views)
    {
        var waiting = views.Where(view => view.State is ConversationState.Queued or ConversationState.Agent or ConversationState.Wrapup).Select(view => view.Id).ToList();
        if (caller.Kind == CallerKind.Consumer || waiting.Count == 0)
        {
            return views;
        }

        var now = business.Now;
        var first = (await clocks.OpenOf(reader, SubjectKinds.Conversation, waiting)).GroupBy(clock => clock.SubjectId)
            .ToDictionary(group => group.Key, group => group.OrderBy(clock => clock.PausedSince is not null).ThenBy(clock => clock.DueAt).First().View(now));
        return [.. views.Select(view => first.TryGetValue(view.Id, out var standard) ? view with { Standard = standard } : view)];
    }

    public async Task<ConversationView> Beside(IReader reader, Caller caller, ConversationView view) => (await Beside(reader, caller, [view]))[0];
}
