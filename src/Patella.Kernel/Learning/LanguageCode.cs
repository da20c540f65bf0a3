namespace Patella.Kernel.Learning;

/// <summary>Languages by a byte, as stored beside each voice: append only.</summary>
public static class LanguageCode
{
    /// <summary>Nothing in the text says which.</summary>
    public const byte Unknown = 0;
    public const byte Chinese = 1;
    public const byte English = 2;
    public const byte Japanese = 3;
    public const byte Korean = 4;
    public const byte Thai = 5;
    public const byte Russian = 6;
    public const byte Arabic = 7;
    public const byte Hindi = 8;
    public const byte Greek = 9;
    public const byte Hebrew = 10;
    public const byte Spanish = 11;
    public const byte French = 12;
    public const byte German = 13;
    public const byte Portuguese = 14;
    public const byte Italian = 15;
    public const byte Dutch = 16;
    public const byte Polish = 17;
    public const byte Turkish = 18;
    public const byte Vietnamese = 19;
    public const byte Indonesian = 20;

    private static readonly string[] Tags =
        ["und", "zh", "en", "ja", "ko", "th", "ru", "ar", "hi", "el", "he", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "vi", "id"];

    /// <summary>The BCP 47 primary subtag; "und" for what has none.</summary>
    public static string Tag(byte code) => code < Tags.Length ? Tags[code] : Tags[Unknown];

    /// <summary>The code of a BCP 47 tag; <see cref="Unknown"/> for what is not in the list.</summary>
    public static byte Of(string? tag)
    {
        if (string.IsNullOrEmpty(tag)) return Unknown;
        var cut = tag.AsSpan().IndexOfAny('-', '_');
        var primary = cut < 0 ? tag.AsSpan() : tag.AsSpan(0, cut);
        for (byte i = 1; i < Tags.Length; i++)
            if (primary.Equals(Tags[i], StringComparison.OrdinalIgnoreCase)) return i;
        return Unknown;
    }
}
