using System.Security.Cryptography;

namespace Patella.Platform.Segments;

/// <summary>Content copied to a temporary file and hashed on the way, so that it can be read again.</summary>
internal sealed class Spool : IAsyncDisposable
{
    private Spool(string path, FileStream file, string sha256, long length) => (Path, File, Sha256, Length) = (path, file, sha256, length);

    public string Path { get; }

    public FileStream File { get; }

    public string Sha256 { get; }

    public long Length { get; }

    /// <exception cref="SegmentTooLargeException">The content is too long.</exception>
    public static async Task<Spool> Take(Stream content, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, "spool-" + Guid.NewGuid().ToString("N"));
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            var length = 0L;
            while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                if ((length += read) > SegmentLimits.Bytes)
                {
                    throw new SegmentTooLargeException();
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            return new Spool(path, file, Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        catch
        {
            await file.DisposeAsync();
            System.IO.File.Delete(path);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await File.DisposeAsync();
        System.IO.File.Delete(Path);
    }
}
