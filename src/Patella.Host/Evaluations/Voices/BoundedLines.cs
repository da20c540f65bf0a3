namespace Patella.Host.Evaluations.Voices;

/// <summary>A line of a file, from 1; without content when it is longer than the bound.</summary>
internal readonly record struct FileLine(int Number, ReadOnlyMemory<byte> Content, bool IsTooLong);

/// <summary>Reads a file line by line in memory of a bounded size, whatever stands in it.</summary>
internal static class BoundedLines
{
    public const int MostBytes = 1 << 20;

    public static IEnumerable<FileLine> Read(Stream stream)
    {
        var buffer = new byte[MostBytes + (64 << 10)];
        var (from, until, number, skipping) = (0, 0, 1, false);
        while (true)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', from, until - from);
            if (end >= 0)
            {
                yield return new FileLine(number++, skipping ? default : buffer.AsMemory(from, end - from), skipping || end - from > MostBytes);
                (from, skipping) = (end + 1, false);
                continue;
            }

            if (from > 0)
            {
                Buffer.BlockCopy(buffer, from, buffer, 0, until - from);
                (from, until) = (0, until - from);
            }

            if (until == buffer.Length)
            {
                (skipping, until) = (true, 0);
            }

            var read = stream.Read(buffer, until, buffer.Length - until);
            if (read == 0)
            {
                if (until > 0 || skipping)
                {
                    yield return new FileLine(number, skipping ? default : buffer.AsMemory(0, until), skipping || until > MostBytes);
                }

                yield break;
            }

            until += read;
        }
    }
}
