using System.Globalization;
using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Which characters make up words of names.</summary>
internal static class NameRules
{
    /// <summary>The end of the run of name characters that begins at a position; the position itself when there is none.</summary>
    internal static int EndOfWord(string text, int position)
    {
        while (position < text.Length && Rune.TryGetRuneAt(text, position, out Rune rune) && IsPart(rune))
        {
            position += rune.Utf16SequenceLength;
        }

        return position;
    }

    /// <summary>Whether a word may begin here: letters, underscore, question mark, and all letters and pictures beyond ASCII.</summary>
    internal static bool IsStart(string text, int position) =>
        position < text.Length && Rune.TryGetRuneAt(text, position, out Rune rune) && IsPart(rune) && !Rune.IsDigit(rune);

    /// <summary>One space between words, none at the ends: the form in which names are compared.</summary>
    internal static string Normalise(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsPart(Rune rune) =>
        rune.Value is '_' or '?' || Rune.IsLetterOrDigit(rune)
        || (rune.Value >= 0x80 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherSymbol
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation);
}
