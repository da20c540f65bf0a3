using System.IO.Compression;

namespace Patella.Service.Incidents.Watching;

/// <summary>A watch's state as it is kept in a segment.</summary>
internal static class PackedState
{
    public static async Task<MemoryStream> Pack(byte[] state, CancellationToken cancellation)
    {
        var packed = new MemoryStream();
        await using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await deflate.WriteAsync(state, cancellation);
        }

        packed.Position = 0;
        return packed;
    }

    public static async Task<byte[]> Unpack(Stream packed, CancellationToken cancellation)
    {
        await using var whole = new DeflateStream(packed, CompressionMode.Decompress);
        using var state = new MemoryStream();
        await whole.CopyToAsync(state, cancellation);
        return state.ToArray();
    }
}
