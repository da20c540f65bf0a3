using System.Globalization;
using System.Text;

namespace Patella.Kernel.Text;

/// <summary>Brings writings of the same words to one form, for comparing and searching; never for showing.</summary>
public static class TextNormalizer
{
    /// <summary>UTF-16 units considered unless the caller says otherwise.</summary>
    public const int DefaultMaxLength = 8_000;

    /// <summary>
    /// Compatibility form (NFKC, so full-width and half-width become ordinary), lower case, invisible and direction
    /// controls removed, every run of white space or controls one space, no space at the ends, at most
    /// <paramref name="maxLength"/> UTF-16 units. Normalizing twice changes nothing.
    /// </summary>
    public static string Normalize(string? text, int maxLength = DefaultMaxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        if (string.IsNullOrEmpty(text)) return "";
        var cut = PlainText.Cut(text, maxLength);
        if (!Ascii.IsValid(cut)) cut = Compose(Lower(Compose(Repair(cut))));
        return PlainText.Cut(Tidy(cut), maxLength).TrimEnd(' ');
    }

    /// <summary>
    /// <see cref="Normalize"/>, then letters without the marks that people leave out: Latin accents, Arabic vowel
    /// signs and hamza seats, Hebrew points, ё; and traditional Chinese characters as simplified ones where our table
    /// knows them. Lengths may differ from the input.
    /// </summary>
    public static string Fold(string? text, int maxLength = DefaultMaxLength)
    {
        var normal = Normalize(text, maxLength);
        if (Ascii.IsValid(normal)) return normal;
        var apart = normal.Normalize(NormalizationForm.FormD);
        var kept = new StringBuilder(apart.Length);
        var letter = '\0';
        foreach (var c in apart)
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                if (!DropsMark(letter, c)) kept.Append(c);
                continue;
            }
            letter = c;
            FoldLetter(c, kept);
        }
        return PlainText.Cut(kept.ToString().Normalize(NormalizationForm.FormC), maxLength);
    }

    private static bool DropsMark(char letter, char mark) => letter switch
    {
        < '\u0250' or (>= '\u1e00' and < '\u1f00') => true,
        >= '\u0590' and < '\u0700' => true,
        'е' => mark == '\u0308',
        _ => false,
    };

    private static void FoldLetter(char c, StringBuilder into)
    {
        switch (c)
        {
            case 'ø': into.Append('o'); break;
            case 'đ' or 'ð': into.Append('d'); break;
            case 'ł': into.Append('l'); break;
            case 'ı': into.Append('i'); break;
            case 'æ': into.Append("ae"); break;
            case 'œ': into.Append("oe"); break;
            case 'þ': into.Append("th"); break;
            case 'ى': into.Append('ي'); break;
            case 'ة': into.Append('ه'); break;
            case 'ـ': break;
            default: into.Append(c >= '\u4e00' ? HanVariants.Simplify(c) : c); break;
        }
    }

    /// <summary>Half surrogate pairs and non-characters make the platform's normalizer throw.</summary>
    private static string Repair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i]) || text[i] >= '\ufdd0') return RepairFrom(text);
        }
        return text;
    }

    private static string RepairFrom(string text)
    {
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isCharacter = (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF);
            if (isCharacter && rune != Rune.ReplacementChar) repaired.Append(rune.ToString());
        }
        return repaired.ToString();
    }

    private static string Compose(string text) => text.Normalize(NormalizationForm.FormKC);

    private static string Lower(string text)
    {
        var lower = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case 'ß' or 'ẞ': lower.Append("ss"); break;
                case 'ς': lower.Append('σ'); break;
                case 'İ': lower.Append('i'); break;
                default:
                    if (!IsInvisible(rune)) lower.Append(Rune.ToLowerInvariant(rune).ToString());
                    break;
            }
        }
        return lower.ToString();
    }

    /// <summary>Format controls (zero width, direction, tags), variation selectors, fillers that draw nothing.</summary>
    private static bool IsInvisible(Rune rune) =>
        rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x034F or 0x115F or 0x1160 or 0x3164
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) tidy.Append(char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
            else if (tidy.Length > 0 && tidy[^1] != ' ') tidy.Append(' ');
        }
        return tidy.ToString().TrimEnd(' ');
    }
}
