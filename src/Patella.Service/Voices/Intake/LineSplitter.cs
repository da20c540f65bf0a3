namespace Patella.Service.Voices.Intake;

/// <summary>Splits a stream into lines without keeping more than one of them; one that is longer than it may be is passed over and told.</summary>
internal static class LineSplitter
{
    private const int Most = VoiceLines.LineBytes;
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <param name="take">Gets the number of the line, from 1, and its bytes, null when it was too long. It may wait.</param>
    /// <returns>How many lines there were.</returns>
    public static async Task<int> Split(Stream stream, Func<int, ReadOnlyMemory<byte>?, ValueTask> take, CancellationToken cancellation)
    {
        var buffer = new byte[Most + 65_536];
        var (length, number, skipping) = (0, 0, false);
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellation)) > 0)
        {
            length += read;
            var start = 0;
            for (int end; (end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                number++;
                await Take(number, skipping || end > Most ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(start, end), take);
                skipping = false;
            }

            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
            if (length > Most)
            {
                (length, skipping) = (0, true);
            }
        }

        if (length > 0 || skipping)
        {
            number++;
            await Take(number, skipping ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(0, length), take);
        }

        return number;
    }

    private static ValueTask Take(int number, ReadOnlyMemory<byte>? line, Func<int, ReadOnlyMemory<byte>?, ValueTask> take)
    {
        if (line is not { } bytes)
        {
            return take(number, null);
        }

        bytes = number == 1 && bytes.Span.StartsWith(Mark) ? bytes[3..] : bytes;
        return bytes.Span.Trim(" \t\r"u8).IsEmpty ? ValueTask.CompletedTask : take(number, bytes);
    }
}
