using Patella.Platform.Identifiers;

namespace Patella.Service.Voices.Blocks;

/// <summary>Where in a piece something stands; -1 its head.</summary>
internal readonly record struct PiecePlace(TenantId Tenant, string Key, int Place);

/// <summary>What was read of pieces last, up to a bound of bytes as they stand on disk; opened columns come on top, at most about as much again twice.</summary>
internal sealed class PieceCache
{
    private const long Kept = 192L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<PiecePlace, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];
    private long _bytes;

    public object? Find(PiecePlace place)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(place, out var node))
            {
                return null;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Content;
        }
    }

    public object Keep(PiecePlace place, long bytes, object content)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(place, out var there))
            {
                return there.Value.Content;
            }

            _entries[place] = _order.AddFirst(new Entry(place, bytes, content));
            _bytes += bytes;
            while (_bytes > Kept && _order.Last is { } last)
            {
                Remove(last);
            }

            return content;
        }
    }

    public void Forget(TenantId tenant, string key)
    {
        lock (_gate)
        {
            foreach (var node in _entries.Where(one => one.Key.Tenant == tenant && one.Key.Key == key).Select(one => one.Value).ToList())
            {
                Remove(node);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _order.Remove(node);
        _entries.Remove(node.Value.Place);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(PiecePlace Place, long Bytes, object Content);
}
