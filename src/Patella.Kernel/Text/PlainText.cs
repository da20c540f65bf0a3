using System.Globalization;
using System.Text;

namespace Patella.Kernel.Text;

/// <summary>Makes a stranger's text safe to keep and to show as plain text, leaving what it says as it was.</summary>
public static class PlainText
{
    /// <summary>
    /// Drops control characters except newline and tab, half surrogate pairs, non-characters, and the controls that
    /// override text direction (they make "gpj.exe" read "exe.jpg"); turns CR LF and CR into LF; cuts at
    /// <paramref name="maxLength"/> UTF-16 units without splitting a character. Right-to-left text, emoji and their
    /// joiners stay.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static string Sanitize(string? text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        if (string.IsNullOrEmpty(text)) return "";
        if (text.Length <= maxLength && IsClean(text)) return text;
        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        for (var i = 0; i < text.Length;)
        {
            var status = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            var afterReturn = i > 0 && text[i - 1] == '\r';
            i += length;
            if (status != System.Buffers.OperationStatus.Done) continue;
            if (rune.Value == '\r' || (rune.Value == '\n' && !afterReturn)) rune = new Rune('\n');
            else if (rune.Value == '\n' || !IsKept(rune)) continue;
            if (clean.Length + rune.Utf16SequenceLength > maxLength) break;
            clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    /// <summary>The text cut at that many UTF-16 units, or one fewer where the cut would split a character.</summary>
    public static string Cut(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        if (text.Length <= maxLength) return text;
        var splits = maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) && char.IsLowSurrogate(text[maxLength]);
        return text[..(splits ? maxLength - 1 : maxLength)];
    }

    private static bool IsClean(string text)
    {
        foreach (var c in text)
            if (c is not ('\n' or '\t') && (c < ' ' || c is >= '\u007f' and < '\u00a0' || c >= '\u200b')) return IsCleanBeyondLatin(text);
        return true;
    }

    private static bool IsCleanBeyondLatin(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done) return false;
            if (rune.Value == '\r' || !IsKept(rune)) return false;
            i += length;
        }
        return true;
    }

    private static bool IsKept(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => true,
        // Embeddings, overrides, isolates; the marks LRM, RLM and ALM only hint and Arabic and Hebrew writers need them.
        (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => false,
        // Tag characters spell text that nobody sees; U+FEFF inside a text is an accident; separators are line breaks in disguise.
        (>= 0xE0000 and <= 0xE001F) or 0xFEFF or 0x2028 or 0x2029 or (>= 0xFFF9 and <= 0xFFFB) => false,
        var value when (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF => false,
        _ => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control,
    };
}
