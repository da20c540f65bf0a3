using System.Collections.Frozen;
using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>
/// Bytes to text by the label they carry, or by what they are when the label is missing, unknown or a lie. Never throws; what is no text becomes U+FFFD.
/// Labels that the world uses for a superset are read as it (WHATWG Encoding, 4.2): gb2312 as GB18030, iso-8859-1 as windows-1252.
/// </summary>
public static class Charsets
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["gb2312"] = "gb18030", ["gbk"] = "gb18030", ["gb_2312-80"] = "gb18030", ["x-gbk"] = "gb18030", ["cp936"] = "gb18030", ["ms936"] = "gb18030", ["windows-936"] = "gb18030", ["euc-cn"] = "gb18030", ["chinese"] = "gb18030",
        ["iso-8859-1"] = "windows-1252", ["iso8859-1"] = "windows-1252", ["latin1"] = "windows-1252", ["latin-1"] = "windows-1252", ["cp1252"] = "windows-1252", ["iso-8859-9"] = "windows-1254",
        ["shift-jis"] = "shift_jis", ["sjis"] = "shift_jis", ["x-sjis"] = "shift_jis", ["ms_kanji"] = "shift_jis", ["cp932"] = "shift_jis", ["windows-31j"] = "shift_jis",
        ["iso-2022-jp-ms"] = "iso-2022-jp", ["cp50220"] = "iso-2022-jp", ["cp50221"] = "iso-2022-jp",
        ["ks_c_5601-1987"] = "ks_c_5601-1987", ["ksc5601"] = "ks_c_5601-1987", ["cp949"] = "ks_c_5601-1987", ["uhc"] = "ks_c_5601-1987", ["euc-kr"] = "ks_c_5601-1987",
        ["big5-hkscs"] = "big5", ["cp950"] = "big5", ["utf8"] = "utf-8", ["utf-8-sig"] = "utf-8", ["unicode-1-1-utf-8"] = "utf-8", ["utf-16"] = "utf-16le", ["cp1251"] = "windows-1251", ["cp1250"] = "windows-1250",
        ["iso-8859-8-i"] = "iso-8859-8", ["iso-8859-8-e"] = "iso-8859-8", ["koi8-ru"] = "koi8-u",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Text of bytes that carry this label; null is no label.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? label)
    {
        var name = label?.Trim().Trim('"', '\'').Trim() ?? "";

        // ASCII and UTF-8 are labels that everything else hides behind; seven-bit escapes of ISO-2022 are valid UTF-8, so a label that names it is believed.
        if (name.Length is 0 or > 40 || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) || name.Equals("ascii", StringComparison.OrdinalIgnoreCase) || IsUtf8(name))
        {
            return Guess(bytes);
        }

        return Find(Aliases.GetValueOrDefault(name, name)) is { } encoding ? Decode(bytes, encoding) : Guess(bytes);
    }

    /// <summary>Text of bytes that nobody labelled: UTF-8 when it is valid, GB18030 when that fits wholly, else windows-1252.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            var utf8 = Encoding.UTF8.GetString(bytes);

            // One bad byte in a long text is damage, not another charset.
            if (utf8.Count(letter => letter == '\uFFFD') * 50 < utf8.Length)
            {
                return utf8;
            }

            var chinese = Decode(bytes, Find("gb18030")!);
            return LooksChinese(chinese) ? chinese : Decode(bytes, Find("windows-1252")!);
        }
    }

    private static bool IsUtf8(string name) => Aliases.GetValueOrDefault(name, name).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static Encoding? Find(string name)
    {
        // UTF-7 is no charset for mail any more: it hides markup from whoever checks it.
        if (name.Contains("utf-7", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (Exception broken) when (broken is ArgumentException or IndexOutOfRangeException or NotSupportedException)
        {
            // Some old tables stumble over broken shifts instead of replacing them.
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static bool LooksChinese(string text)
    {
        var han = text.Count(letter => letter is >= '\u4e00' and <= '\u9fff');
        var odd = text.Count(letter => letter is '\uFFFD' or >= '\ue000' and <= '\uf8ff' || (letter > 127 && !IsCommon(letter)));
        return han > 0 && odd * 10 <= han;
    }

    private static bool IsCommon(char letter) => letter is >= '\u4e00' and <= '\u9fff' or >= '\u3000' and <= '\u30ff' or >= '\uff00' and <= '\uffef' or >= '\u2010' and <= '\u2027' or '\u00b7' or '\u00a5';
}
