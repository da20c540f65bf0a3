namespace Patella.Kernel.Dmn.Feel;

/// <summary>Reads digits and single letters from a fixed text; every method moves on only when it succeeds.</summary>
internal ref struct TextScanner(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    internal readonly bool AtEnd => rest.IsEmpty;

    internal readonly char Next => rest.IsEmpty ? '\0' : rest[0];

    internal readonly string Remaining => rest.ToString();

    internal bool Take(char wanted)
    {
        if (rest.IsEmpty || rest[0] != wanted)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    /// <summary>Takes between <paramref name="least"/> and <paramref name="most"/> ASCII digits.</summary>
    internal bool Digits(int least, int most, out ReadOnlySpan<char> digits)
    {
        int length = 0;
        while (length < rest.Length && length < most && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        digits = rest[..length];
        if (length < least)
        {
            return false;
        }

        rest = rest[length..];
        return true;
    }

    internal bool TwoDigits(out int value)
    {
        value = 0;
        if (!Digits(2, 2, out ReadOnlySpan<char> digits))
        {
            return false;
        }

        value = ((digits[0] - '0') * 10) + digits[1] - '0';
        return true;
    }
}
