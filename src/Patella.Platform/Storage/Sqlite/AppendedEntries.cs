using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>The entries that the running group has appended, numbered after the last one that is committed. Used by the writer's loop alone.</summary>
internal sealed class AppendedEntries(long newest)
{
    private readonly List<TimelineEntry> _entries = [];
    private long _committed = newest;

    public int Count => _entries.Count;

    /// <summary>The last number on disk.</summary>
    public long Newest => _committed;

    /// <summary>Set when a statement changed entries by hand: what is in memory of them may be wrong.</summary>
    public bool Rewritten { get; set; }

    /// <summary>Takes an entry and gives its number.</summary>
    public long Add(TimelineEntry entry)
    {
        var position = _committed + _entries.Count + 1;
        _entries.Add(entry with { Position = position, Tx = 0 });
        return position;
    }

    /// <summary>Forgets what came after the first <paramref name="count"/>: their command was rolled back, their numbers are free again.</summary>
    public void CutTo(int count) => _entries.RemoveRange(count, _entries.Count - count);

    /// <summary>The group is on disk: hands over its entries.</summary>
    public IReadOnlyList<TimelineEntry> Commit()
    {
        TimelineEntry[] committed = [.. _entries];
        _committed += committed.Length;
        _entries.Clear();
        return committed;
    }

    /// <summary>Goes on after a number, if it is beyond the last one.</summary>
    public void ContinueAfter(long number) => _committed = Math.Max(_committed, number);
}
