namespace Patella.Platform.Timeline;

/// <summary>
/// The newest entries of one tenant's timeline, without a gap, in memory: a process has many who follow it, and the store is read once for all of them.
/// Who is further behind reads the store.
/// </summary>
internal sealed class TimelineWindow
{
    /// <summary>Entries kept.</summary>
    internal const int EntryLimit = 4_096;

    /// <summary>Characters of text and data kept.</summary>
    internal const int CharacterLimit = 4 << 20;

    private readonly Lock _gate = new();
    private readonly List<TimelineEntry> _entries = [];
    private int _oldest;
    private TimelinePosition _begin;
    private TimelinePosition _end;
    private long _characters;

    public TimelineWindow(TimelinePosition begin) => Reset(begin);

    /// <summary>The last position that is known.</summary>
    public TimelinePosition End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Adds what comes next after <see cref="End"/>, in order and without a gap.</summary>
    public void Add(IReadOnlyList<TimelineEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                _entries.Add(entry);
                _characters += LengthOf(entry);
                _end = entry.Place;
            }

            Trim();
        }
    }

    /// <summary>Forgets all and begins anew after a position.</summary>
    public void Reset(TimelinePosition begin)
    {
        lock (_gate)
        {
            _entries.Clear();
            (_oldest, _characters) = (0, 0);
            (_begin, _end) = (begin, begin);
        }
    }

    /// <summary>What follows a position, as far as it is known here; null when the position lies before the window.</summary>
    public IReadOnlyList<TimelineEntry>? After(TimelinePosition position, int limit)
    {
        lock (_gate)
        {
            if (position < _begin)
            {
                return null;
            }

            var first = FirstAfter(position);
            return _entries.GetRange(first, Math.Min(limit, _entries.Count - first));
        }
    }

    private int FirstAfter(TimelinePosition position)
    {
        var (low, high) = (_oldest, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _entries[middle].Place > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void Trim()
    {
        while (_entries.Count - _oldest > EntryLimit || _characters > CharacterLimit)
        {
            _characters -= LengthOf(_entries[_oldest]);
            _begin = _entries[_oldest++].Place;
        }

        if (_oldest >= EntryLimit)
        {
            _entries.RemoveRange(0, _oldest);
            _oldest = 0;
        }
    }

    private static int LengthOf(TimelineEntry entry) => (entry.Text?.Length ?? 0) + (entry.Data?.Length ?? 0);
}
