using System.Globalization;
using System.Text;

namespace Patella.Kernel.Text;

/// <summary>What kind of run a piece of text is.</summary>
internal enum RunKind
{
    /// <summary>A word of a script that puts spaces between words.</summary>
    Word = 1,

    /// <summary>Characters of a script without spaces.</summary>
    Dense = 2,

    /// <summary>Letters, digits and inner punctuation with at least one digit: order numbers, dates, phone numbers.</summary>
    Identifier = 3,
}

internal readonly record struct Run(RunKind Kind, int Start, int Length);

/// <summary>Splits folded text into runs of one kind.</summary>
internal static class Segmenter
{
    internal static IEnumerable<Run> Runs(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (IsDense(text, i, out _))
            {
                var end = EndOfDense(text, i);
                yield return new Run(RunKind.Dense, i, end - i);
                i = end;
            }
            else if (IsWordPart(text, i, out var length))
            {
                var run = WordOrIdentifier(text, i);
                yield return run;
                i += run.Length;
            }
            else
            {
                i += length;
            }
        }
    }

    private static int EndOfDense(string text, int i)
    {
        while (i < text.Length)
        {
            if (!IsDense(text, i, out var length) && !IsMark(text, i)) break;
            i += length;
        }
        return i;
    }

    private static Run WordOrIdentifier(string text, int start)
    {
        var (i, digit, joined, endOfWord) = (start, false, false, -1);
        while (i < text.Length)
        {
            if (!IsDense(text, i, out _) && IsWordPart(text, i, out var length))
            {
                digit |= char.IsAsciiDigit(text[i]);
                i += length;
            }
            else if (IsJoint(text, i))
            {
                if (text[i] is not ('\'' or '’')) (joined, endOfWord) = (true, endOfWord < 0 ? i : endOfWord);
                i++;
            }
            else
            {
                break;
            }
        }
        // "arrived.please" is two words; "a-1029" is one number.
        if (!digit && joined) i = endOfWord;
        return new Run(digit ? RunKind.Identifier : RunKind.Word, start, i - start);
    }

    private static bool IsJoint(string text, int i) =>
        text[i] is '-' or '_' or '.' or '/' or '\'' or '’' && i + 1 < text.Length
        && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1])
        && !IsDense(text, i - 1, out _) && !IsDense(text, i + 1, out _);

    private static bool IsWordPart(string text, int i, out int length)
    {
        Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out length);
        return Rune.IsLetterOrDigit(rune) || IsMark(text, i);
    }

    private static bool IsMark(string text, int i) =>
        char.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Han, kana, Hangul, Thai, Lao, Burmese, Khmer. Hangul has spaces, but particles cling to its words.</summary>
    internal static bool IsDense(string text, int i, out int length)
    {
        var c = text[i];
        length = 1;
        if (c < '\u0e00') return false;
        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(c, text[i + 1]) is >= 0x20000 and <= 0x323AF;
        }
        return c switch
        {
            >= '\u0e50' and <= '\u0e59' or '\u0e3f' => false,
            >= '\u0e01' and <= '\u0edf' => true,
            >= '\u1000' and <= '\u109f' or >= '\u1780' and <= '\u17ff' => true,
            '\u3005' or '\u3007' or >= '\u3041' and <= '\u3096' or >= '\u30a1' and <= '\u30fa' or '\u30fc' => true,
            >= '\u3400' and <= '\u4dbf' or >= '\u4e00' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3' => true,
            >= '\uf900' and <= '\ufaff' => true,
            _ => false,
        };
    }
}
