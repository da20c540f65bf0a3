namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>The bounds of what is read from a mail. What goes past a hard one cannot be read and is set aside whole; what goes past a soft one is cut.</summary>
public static class MimeLimits
{
    /// <summary>Bytes of a whole mail; larger ones are not fetched, only their headers.</summary>
    public const int MessageBytes = 50 << 20;

    /// <summary>Bytes of one header block. Hard.</summary>
    public const int HeaderBytes = 256 << 10;

    /// <summary>Fields of one header block. Hard.</summary>
    public const int HeaderFields = 1_000;

    /// <summary>Characters of one field that are looked at; the rest is cut.</summary>
    public const int FieldCharacters = 32 << 10;

    /// <summary>Parts inside parts. Hard.</summary>
    public const int Depth = 16;

    /// <summary>Parts of a whole mail. Hard.</summary>
    public const int Parts = 500;

    /// <summary>Parameters of one field; the rest is ignored.</summary>
    public const int Parameters = 64;

    /// <summary>Addresses of one field; the rest is ignored.</summary>
    public const int Addresses = 200;

    /// <summary>Bytes of a text part that are read; the rest stays in the raw mail.</summary>
    public const int TextBytes = 1 << 20;
}

/// <summary>A mail that is past a hard bound. It is set aside with this reason, and nothing of it is lost.</summary>
public sealed class MailFormatException(string code, string message) : Exception(message)
{
    /// <summary>Stable word for the reason.</summary>
    public string Code => code;
}
