using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Platform.Segments;

/// <summary>
/// Pieces in a folder. A file's name is the hash of its key, so nothing that anybody chose reaches the file system; its foot tells key, length and hash.
/// Written beside its place, flushed, then renamed: a file is whole or not there.
/// </summary>
public sealed class FolderSegments : ISegments
{
    private const int FootLimit = 8_192;
    private readonly string _folder;
    private readonly SemaphoreSlim _placing = new(1);

    /// <param name="folder">The data folder, which one process uses at a time.</param>
    public FolderSegments(string folder)
    {
        _folder = Path.Combine(folder, "segments");
        if (Directory.Exists(Spools))
        {
            // What an earlier life left unfinished was never acknowledged.
            Directory.Delete(Spools, recursive: true);
        }
    }

    private string Spools => Path.Combine(_folder, "spool");

    public async Task<SegmentInfo> Put(TenantId tenant, string key, Stream content, CancellationToken cancellation = default)
    {
        SegmentLimits.Check(key);
        try
        {
            await using var spool = await Spool.Take(content, Spools, cancellation);
            var info = new SegmentInfo(key, spool.Length, spool.Sha256);
            await _placing.WaitAsync(cancellation);
            try
            {
                return Place(tenant, info, spool);
            }
            finally
            {
                _placing.Release();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The piece was not taken: {failure.Message.TrimEnd('.')}. Nothing was changed.", failure);
        }
    }

    public Task<Stream?> Get(TenantId tenant, string key, CancellationToken cancellation = default)
    {
        var path = PathOf(tenant, key);
        return Task.FromResult<Stream?>(ReadFoot(path) is { } info ? new BoundedStream(File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), info.Length) : null);
    }

    public Task<byte[]?> Part(TenantId tenant, string key, long from, int length, CancellationToken cancellation = default)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(tenant, key), share: FileShare.Read | FileShare.Delete);
            Span<byte> foot = stackalloc byte[4];
            var end = RandomAccess.GetLength(file) - foot.Length;
            RandomAccess.Read(file, foot, end);
            var part = new byte[Math.Clamp(end - BitConverter.ToInt32(foot) - from, 0, length)];
            for (var read = 0; read < part.Length;)
            {
                var some = RandomAccess.Read(file, part.AsSpan(read), from + read);
                read += some > 0 ? some : throw new EndOfStreamException($"The piece '{key}' ends too early.");
            }

            return Task.FromResult<byte[]?>(part);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<byte[]?>(null);
        }
    }

    public Task<SegmentInfo?> Find(TenantId tenant, string key, CancellationToken cancellation = default) => Task.FromResult(ReadFoot(PathOf(tenant, key)));

    public Task<bool> Delete(TenantId tenant, string key, CancellationToken cancellation = default)
    {
        var path = PathOf(tenant, key);
        var there = File.Exists(path);
        if (there)
        {
            File.Delete(path);
            DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
        }

        return Task.FromResult(there);
    }

    public Task<IReadOnlyList<SegmentInfo>> List(TenantId tenant, CancellationToken cancellation = default) => Task.Run<IReadOnlyList<SegmentInfo>>(() =>
    {
        var folder = Path.Combine(_folder, tenant.Value);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.piece", SearchOption.AllDirectories).Select(ReadFoot).OfType<SegmentInfo>().OrderBy(info => info.Key, StringComparer.Ordinal)]
            : [];
    }, cancellation);

    private SegmentInfo Place(TenantId tenant, SegmentInfo info, Spool spool)
    {
        var path = PathOf(tenant, info.Key);
        if (ReadFoot(path) is { } there)
        {
            return there == info ? there : throw new SegmentConflictException(info.Key);
        }

        var foot = JsonSerializer.SerializeToUtf8Bytes(info);
        spool.File.Write(foot);
        spool.File.Write(BitConverter.GetBytes(foot.Length));
        spool.File.Flush(flushToDisk: true);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DurableFiles.FlushFolder(Path.GetDirectoryName(folder)!);
            DurableFiles.FlushFolder(_folder);
        }

        File.Move(spool.Path, path);
        DurableFiles.FlushFolder(folder);
        return info;
    }

    private string PathOf(TenantId tenant, string key)
    {
        SegmentLimits.Check(key);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Path.Combine(_folder, tenant.Value, name[..2], name + ".piece");
    }

    private static SegmentInfo? ReadFoot(string path)
    {
        try
        {
            using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Span<byte> size = stackalloc byte[4];
            file.Seek(-4, SeekOrigin.End);
            file.ReadExactly(size);
            var length = BitConverter.ToInt32(size);
            if (length is <= 0 or > FootLimit || file.Length < length + 4)
            {
                return null;
            }

            var foot = new byte[length];
            file.Seek(-4 - length, SeekOrigin.End);
            file.ReadExactly(foot);
            return JsonSerializer.Deserialize<SegmentInfo>(foot);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or IOException or JsonException)
        {
            return null;
        }
    }
}
