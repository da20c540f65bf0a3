using System.Text;

namespace Patella.Service.Files;

/// <summary>What bytes are, by their first ones. Pure.</summary>
internal static class ContentSniffing
{
    /// <summary>Bytes that are looked at.</summary>
    public const int HeadLength = 512;

    private static readonly string[] Mp4Brands = ["isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash", "MSNV", "3gp4", "3gp5"];

    /// <summary>One of <see cref="FileTypes"/>, or null for everything that is not taken.</summary>
    /// <param name="head">The first bytes, up to <see cref="HeadLength"/>.</param>
    public static string? TypeOf(ReadOnlySpan<byte> head) => Picture(head) ?? Paper(head);

    private static string? Picture(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return FileTypes.Png;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return FileTypes.Jpeg;
        }

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
        {
            return FileTypes.Gif;
        }

        return head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? FileTypes.Webp : null;
    }

    private static string? Paper(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF-"u8))
        {
            return FileTypes.Pdf;
        }

        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8))
        {
            return Mp4Brands.Contains(Encoding.ASCII.GetString(head[8..12])) ? FileTypes.Mp4 : null;
        }

        return head.Length > 0 && new TextCheck().Takes(head) ? FileTypes.Text : null;
    }
}

/// <summary>Whether bytes, fed piece by piece, are UTF-8 text without control characters.</summary>
internal sealed class TextCheck
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly Decoder _decoder = Strict.GetDecoder();

    public bool Takes(ReadOnlySpan<byte> piece)
    {
        Span<char> characters = stackalloc char[ContentSniffing.HeadLength + 4];
        while (piece.Length > 0)
        {
            var part = piece[..Math.Min(ContentSniffing.HeadLength, piece.Length)];
            piece = piece[part.Length..];
            try
            {
                var count = _decoder.GetChars(part, characters, flush: false);
                if (characters[..count].IndexOfAnyExceptInText() >= 0)
                {
                    return false;
                }
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }

        return true;
    }
}

internal static class TextCharacters
{
    /// <summary>The first character that no text has; -1 when there is none.</summary>
    public static int IndexOfAnyExceptInText(this Span<char> characters)
    {
        for (var index = 0; index < characters.Length; index++)
        {
            if (char.IsControl(characters[index]) && characters[index] is not ('\t' or '\n' or '\r' or '\f'))
            {
                return index;
            }
        }

        return -1;
    }
}
