using Patella.Platform.Storage;
using Patella.Service.Improvements.Obstacles;

namespace Patella.Service.Listening.Seats;

/// <summary>Notes as they are shown: one that became an obstacle with how that stands now, because its listener may not look there.</summary>
internal static class NoteViews
{
    public static async Task<IReadOnlyList<ListeningNoteView>> Of(IReader reader, IReadOnlyList<ListeningNote> notes)
    {
        var obstacles = await NotedObstacles.Standing(reader, [.. notes.Where(note => note.State == ListeningNoteState.Obstacle && note.Ref is not null).Select(note => note.Ref!).Distinct()]);
        return [.. notes.Select(note => note.View(note.Ref is { } id ? obstacles.GetValueOrDefault(id) : null))];
    }
}
