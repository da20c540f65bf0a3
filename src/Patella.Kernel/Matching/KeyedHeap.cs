namespace Patella.Kernel.Matching;

/// <summary>Something that sits in at most one heap and knows where, so that it can be moved without a search.</summary>
internal abstract class HeapItem
{
    internal int Position = -1;

    internal bool InHeap => Position >= 0;
}

/// <summary>
/// Smallest key first; keys may change. Four children a node with the keys inline: one cache line a level,
/// and an agent who has just become idle, being last, is appended without moving anything.
/// </summary>
internal sealed class KeyedHeap<T> where T : HeapItem
{
    private readonly record struct Entry(ulong Key, uint Tie, T Item)
    {
        internal bool Before(in Entry other) => Key < other.Key || (Key == other.Key && Tie < other.Tie);
    }

    private Entry[] _entries = new Entry[4];

    internal int Count { get; private set; }

    internal T First => _entries[0].Item;

    internal ulong FirstKey => _entries[0].Key;

    internal ulong KeyOf(T item) => _entries[item.Position].Key;

    internal T this[int position] => _entries[position].Item;

    internal static int FirstChild(int position) => position * 4 + 1;

    internal bool Before(int left, int right) => _entries[left].Before(_entries[right]);

    /// <summary>Puts the item in, or moves it to where its new key belongs.</summary>
    internal void Set(T item, ulong key, uint tie)
    {
        var position = item.Position;
        if (position < 0)
        {
            if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
            position = Count++;
        }
        else if (_entries[position].Key == key && _entries[position].Tie == tie)
        {
            return;
        }
        Settle(position, new Entry(key, tie, item));
    }

    internal void Remove(T item)
    {
        var position = item.Position;
        item.Position = -1;
        var last = _entries[--Count];
        _entries[Count] = default;
        if (position < Count) Settle(position, last);
    }

    private void Settle(int position, in Entry entry)
    {
        var risen = Rise(position, entry);
        if (risen == position) Sink(position, entry);
    }

    private int Rise(int position, in Entry entry)
    {
        while (position > 0)
        {
            var parent = (position - 1) >> 2;
            if (!entry.Before(_entries[parent])) break;
            Place(position, _entries[parent]);
            position = parent;
        }
        Place(position, entry);
        return position;
    }

    private void Sink(int position, in Entry entry)
    {
        while (true)
        {
            var child = FirstChild(position);
            if (child >= Count) break;
            var least = child;
            var end = Math.Min(child + 4, Count);
            for (var other = child + 1; other < end; other++)
                if (_entries[other].Before(_entries[least])) least = other;
            if (!_entries[least].Before(entry)) break;
            Place(position, _entries[least]);
            position = least;
        }
        Place(position, entry);
    }

    private void Place(int position, in Entry entry)
    {
        entry.Item.Position = position;
        _entries[position] = entry;
    }
}
