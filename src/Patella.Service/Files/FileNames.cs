using System.Globalization;
using System.Text;
using Patella.Kernel.Text;

namespace Patella.Service.Files;

/// <summary>Makes a stranger's file name fit to be shown and saved. It is never used on our disk.</summary>
internal static class FileNames
{
    private const int Most = 120;

    /// <summary>Without path, control, direction and zero-width characters; with an ending that fits the content, so that a text cannot be saved as a program.</summary>
    public static string Normalize(string? name, string contentType)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = new StringBuilder(Math.Min(last.Length, Most * 2));
        foreach (var rune in last.EnumerateRunes().Take(Most * 2))
        {
            var category = Rune.GetUnicodeCategory(rune);
            var isHidden = category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || rune == Rune.ReplacementChar || rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*';
            if (!isHidden)
            {
                clean.Append(category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : rune.ToString());
            }
        }

        var endings = FileTypes.EndingsOf(contentType);
        var text = clean.ToString().Trim().TrimEnd('.');
        var ending = endings.FirstOrDefault(one => text.EndsWith(one, StringComparison.OrdinalIgnoreCase));
        var stem = PlainText.Cut(ending is null ? text : text[..^ending.Length], Most - 5).Trim(' ', '.');
        return (stem.Length == 0 ? "file" : stem) + (ending ?? endings[0]);
    }
}
