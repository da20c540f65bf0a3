using Patella.Platform.Identifiers;
using Patella.Platform.Segments;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Blocks;

/// <summary>Opens blocks and keeps those that were used last, up to a bound of bytes.</summary>
internal sealed class BlockReader(ISegments segments)
{
    /// <summary>Bytes of pieces kept; opened columns come on top, at most about as much again twice.</summary>
    private const long Kept = 192L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId, string), LinkedListNode<Piece>> _pieces = [];
    private readonly LinkedList<Piece> _order = [];
    private long _bytes;

    /// <summary>A block's rows; null when it was dropped meanwhile.</summary>
    public async Task<VoiceRows?> Rows(TenantId tenant, BlockRow block, CancellationToken cancellation = default)
        => (VoiceRows?)(await Find(tenant, block.ColumnsKey, bytes => RowCodec.Read(bytes), cancellation))?.Content;

    /// <summary>The words of some rows; null when they are no longer kept.</summary>
    public async Task<IReadOnlyList<VoiceWords>?> Words(TenantId tenant, BlockRow block, IReadOnlyList<int> rows, CancellationToken cancellation = default)
        => block.WordsKey is { } key && await Find(tenant, key, bytes => bytes, cancellation) is { } piece ? WordsCodec.Read((byte[])piece.Content, rows) : null;

    /// <summary>Forgets a piece that was deleted: what was erased must not be read from memory.</summary>
    public void Forget(TenantId tenant, string key)
    {
        lock (_gate)
        {
            if (_pieces.Remove((tenant, key), out var node))
            {
                _order.Remove(node);
                _bytes -= node.Value.Bytes;
            }
        }
    }

    private async Task<Piece?> Find(TenantId tenant, string key, Func<byte[], object> open, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_pieces.TryGetValue((tenant, key), out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value;
            }
        }

        await using var stream = await segments.Get(tenant, key, cancellation);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return Keep(new Piece(tenant, key, bytes.Length, open(bytes)));
    }

    private Piece Keep(Piece piece)
    {
        lock (_gate)
        {
            if (_pieces.TryAdd((piece.Tenant, piece.Key), new LinkedListNode<Piece>(piece)))
            {
                _order.AddFirst(_pieces[(piece.Tenant, piece.Key)]);
                _bytes += piece.Bytes;
            }

            while (_bytes > Kept && _order.Last is { } last)
            {
                _order.RemoveLast();
                _pieces.Remove((last.Value.Tenant, last.Value.Key));
                _bytes -= last.Value.Bytes;
            }
        }

        return piece;
    }

    private sealed record Piece(TenantId Tenant, string Key, long Bytes, object Content);
}
