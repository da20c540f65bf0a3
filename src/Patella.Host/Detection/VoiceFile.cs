namespace Patella.Host.Detection;

/// <summary>Reads a file line by line as bytes, with numbers from 1, in bounded memory.</summary>
internal sealed class VoiceFile(string path)
{
    public delegate void OnLine(long number, ReadOnlySpan<byte> line);

    /// <summary>Hands over every line that is not empty; of one that is too long only its beginning.</summary>
    /// <param name="most">Lines after which it stops.</param>
    public void Read(OnLine onLine, long most = long.MaxValue)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var buffer = new byte[VoiceLine.LongestLine * 2];
        var (filled, number, skipping) = (0, 0L, false);
        while (number < most)
        {
            var read = file.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var start = 0;
            while (number < most && Next(buffer.AsSpan(start, filled - start), read == 0, out var line, out var used))
            {
                start += used;
                if (!skipping)
                {
                    Tell(onLine, ++number, line);
                }

                skipping = false;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                // Longer than any line may be: it is refused, and what follows of it passes by.
                if (!skipping)
                {
                    Tell(onLine, ++number, buffer.AsSpan(0, VoiceLine.LongestLine + 1));
                }

                (filled, skipping) = (0, true);
            }

            if (read == 0)
            {
                return;
            }
        }
    }

    private static bool Next(ReadOnlySpan<byte> data, bool last, out ReadOnlySpan<byte> line, out int used)
    {
        var end = data.IndexOf((byte)'\n');
        used = end < 0 ? data.Length : end + 1;
        line = data[..(end < 0 ? data.Length : end)].TrimEnd((byte)'\r');
        return end >= 0 || (last && data.Length > 0);
    }

    private static void Tell(OnLine onLine, long number, ReadOnlySpan<byte> line)
    {
        line = number == 1 && line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        if (line.Length > 0)
        {
            onLine(number, line);
        }
    }
}
