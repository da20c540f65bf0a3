using System.Text;

namespace Patella.Kernel.Text;

/// <summary>
/// Writes any token as one word of [a-z0-9] that SQLite's unicode61 and PostgreSQL's 'simple' both keep whole:
/// plain words stay readable, everything else becomes "zz" and hexadecimal.
/// </summary>
internal static class TokenCode
{
    private const string Mark = "zz";

    /// <summary>UTF-16 units of a token that count; PostgreSQL refuses lexemes over 2,046 bytes.</summary>
    internal const int MaxLength = 40;

    internal static string Encode(string token)
    {
        var cut = PlainText.Cut(token, MaxLength);
        return IsPlain(cut) ? cut : Mark + Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes(cut));
    }

    /// <summary>
    /// Letters then anything, or digits alone. A digit followed by letters may look like "1e5" to PostgreSQL's parser,
    /// which would read a number; words that begin with the mark are written in hexadecimal so none can be forged.
    /// </summary>
    private static bool IsPlain(string token)
    {
        if (token.StartsWith(Mark, StringComparison.Ordinal)) return false;
        var digits = true;
        foreach (var c in token)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterLower(c)) return false;
            digits &= char.IsAsciiDigit(c);
        }
        return digits || !char.IsAsciiDigit(token[0]);
    }
}
