using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Platform.Logs;

/// <summary>
/// Writes over a record where it stands, so that a death in the middle leaves it whole: what is to be written is written beside the topic first, and written again when the
/// topic is opened and the note is still there.
/// </summary>
internal static class Rewriting
{
    private const string NoteName = "rewrite.note";
    private const int HashBytes = SHA256.HashSizeInBytes;

    /// <param name="noted">Called when the note is on disk.</param>
    public static void Run(string folder, SegmentFile segment, (long Position, byte[] Bytes) frame, Action? noted = null)
    {
        var note = Path.Combine(folder, NoteName);
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(segment.Path));
        var body = new byte[4 + name.Length + 8 + frame.Bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(body, name.Length);
        name.CopyTo(body, 4);
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(4 + name.Length), frame.Position);
        frame.Bytes.CopyTo(body, 12 + name.Length);
        using (var file = File.OpenHandle(note, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, SHA256.HashData(body), 0);
            RandomAccess.Write(file, body, HashBytes);
            RandomAccess.FlushToDisk(file);
        }

        DurableFiles.FlushFolder(folder);
        noted?.Invoke();
        segment.Overwrite(frame.Position, frame.Bytes);
        File.Delete(note);
        DurableFiles.FlushFolder(folder);
    }

    /// <summary>Ends what an earlier life began; a note that is not whole was never acted upon.</summary>
    public static void Finish(string folder)
    {
        var note = Path.Combine(folder, NoteName);
        if (!File.Exists(note))
        {
            return;
        }

        var bytes = File.ReadAllBytes(note);
        if (bytes.Length > HashBytes + 12 && SHA256.HashData(bytes.AsSpan(HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, HashBytes)))
        {
            var body = bytes.AsSpan(HashBytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(body);
            var path = Path.Combine(folder, Encoding.UTF8.GetString(body.Slice(4, length)));
            if (File.Exists(path))
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
                RandomAccess.Write(file, body[(12 + length)..], BinaryPrimitives.ReadInt64LittleEndian(body[(4 + length)..]));
                RandomAccess.FlushToDisk(file);
            }
        }

        File.Delete(note);
        DurableFiles.FlushFolder(folder);
    }
}
