using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Platform.Segments;

/// <summary>Pieces in a table, in chunks. For attachments of moderate size; an object store is the place for more.</summary>
/// <param name="folder">Where content waits for its transaction.</param>
public sealed class PostgresSegments(IStore store, string folder) : ISegments
{
    internal const int ChunkBytes = 256 << 10;
    private readonly string _spools = Path.Combine(folder, "segments", "spool");

    public async Task<SegmentInfo> Put(TenantId tenant, string key, Stream content, CancellationToken cancellation = default)
    {
        SegmentLimits.Check(key);
        await using var spool = await TakeSpool(content, cancellation);
        var info = new SegmentInfo(key, spool.Length, spool.Sha256);
        return await store.Write(tenant, async transaction =>
        {
            if (await transaction.Execute("insert into segment (tenant, key, length, sha256) values (@tenant, @Key, @Length, @Sha256) on conflict (tenant, key) do nothing", info) == 1)
            {
                await WriteChunks(transaction, key, spool, cancellation);
                return info;
            }

            return await Find(transaction, key) == info ? info : throw new SegmentConflictException(key);
        }, cancellation: cancellation);
    }

    public async Task<Stream?> Get(TenantId tenant, string key, CancellationToken cancellation = default)
        => await Find(tenant, key, cancellation) is { } info ? new ChunkStream(store, tenant, info) : null;

    public async Task<byte[]?> Part(TenantId tenant, string key, long from, int length, CancellationToken cancellation = default)
    {
        if (await Find(tenant, key, cancellation) is not { } info)
        {
            return null;
        }

        var part = new byte[Math.Clamp(info.Length - from, 0, length)];
        for (var read = 0; read < part.Length;)
        {
            var (number, start) = Math.DivRem(from + read, ChunkBytes);
            // Bytes are numbered from one.
            var some = await store.Read(tenant, reader => reader.One<byte[]>(
                "select substring(content from cast(@start as integer) for cast(@count as integer)) from segment_chunk where tenant = @tenant and key = @key and number = @number", new { key, number, start = (int)start + 1, count = part.Length - read }), cancellation)
                ?? throw new IOException($"The piece '{key}' was deleted while it was read.");
            some.CopyTo(part, read);
            read += some.Length;
        }

        return part;
    }

    public Task<SegmentInfo?> Find(TenantId tenant, string key, CancellationToken cancellation = default)
    {
        SegmentLimits.Check(key);
        return store.Read(tenant, reader => Find(reader, key), cancellation);
    }

    public async Task<bool> Delete(TenantId tenant, string key, CancellationToken cancellation = default)
    {
        SegmentLimits.Check(key);
        return await store.Write(tenant, transaction => transaction.Execute("delete from segment where tenant = @tenant and key = @key", new { key }), cancellation: cancellation) == 1;
    }

    public async Task<IReadOnlyList<SegmentInfo>> List(TenantId tenant, CancellationToken cancellation = default)
        => [.. (await store.Read(tenant, reader => reader.Many<SegmentInfo>("select key, length, sha256 from segment where tenant = @tenant"), cancellation)).OrderBy(info => info.Key, StringComparer.Ordinal)];

    private static Task<SegmentInfo?> Find(IReader reader, string key)
        => reader.One<SegmentInfo>("select key, length, sha256 from segment where tenant = @tenant and key = @key", new { key });

    private async Task<Spool> TakeSpool(Stream content, CancellationToken cancellation)
    {
        try
        {
            return await Spool.Take(content, _spools, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The piece was not taken: {failure.Message.TrimEnd('.')}. Nothing was changed.", failure);
        }
    }

    private static async Task WriteChunks(ITransaction transaction, string key, Spool spool, CancellationToken cancellation)
    {
        // From the beginning each time: the command may run again after a conflict.
        spool.File.Position = 0;
        for (var (number, left) = (0L, spool.Length); left > 0; number++)
        {
            var chunk = new byte[Math.Min(left, ChunkBytes)];
            await spool.File.ReadExactlyAsync(chunk, cancellation);
            await transaction.Execute("insert into segment_chunk (tenant, key, number, content) values (@tenant, @key, @number, @chunk)", new { key, number, chunk });
            left -= chunk.Length;
        }
    }

    /// <summary>Reads a chunk at a time; a piece never changes, so no transaction need stay open.</summary>
    private sealed class ChunkStream(IStore store, TenantId tenant, SegmentInfo info) : ForwardStream(info.Length)
    {
        private byte[] _chunk = [];
        private int _start;
        private long _number;
        private long _left = info.Length;

        public override long Position
        {
            get => info.Length - _left;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0 || buffer.Length == 0)
            {
                return 0;
            }

            if (_start == _chunk.Length)
            {
                _chunk = await store.Read(tenant, reader => reader.One<byte[]>(
                    "select content from segment_chunk where tenant = @tenant and key = @Key and number = @_number", new { info.Key, _number }), cancellationToken)
                    ?? throw new IOException($"The piece '{info.Key}' was deleted while it was read.");
                (_start, _number) = (0, _number + 1);
            }

            var length = Math.Min(buffer.Length, _chunk.Length - _start);
            _chunk.AsSpan(_start, length).CopyTo(buffer.Span);
            (_start, _left) = (_start + length, _left - length);
            return length;
        }
    }
}
