namespace Patella.Kernel.Matching;

/// <summary>
/// Languages are matched by primary subtag: somebody who writes Portuguese is better served by a speaker from the
/// other side of the ocean than by nobody, and the same holds for simplified and traditional Chinese.
/// </summary>
public static class LanguageTag
{
    /// <summary>No particular language.</summary>
    public const string Undetermined = "und";

    /// <summary>The lower-case primary subtag of a BCP 47 tag; <see cref="Undetermined"/> for anything that is none.</summary>
    public static string Primary(string? tag)
    {
        if (string.IsNullOrEmpty(tag)) return Undetermined;
        var end = tag.AsSpan().IndexOfAny('-', '_');
        var length = end < 0 ? tag.Length : end;
        if (length is < 2 or > 8) return Undetermined;
        var lower = true;
        for (var i = 0; i < length; i++)
        {
            if (!char.IsAsciiLetter(tag[i])) return Undetermined;
            lower &= char.IsAsciiLetterLower(tag[i]);
        }
        if (lower) return length == tag.Length ? tag : tag[..length];
        return tag[..length].ToLowerInvariant();
    }
}
