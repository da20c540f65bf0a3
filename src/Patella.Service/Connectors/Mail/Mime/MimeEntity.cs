namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>A mail or a part of one: its header, and where its body stands in the raw bytes.</summary>
public sealed class MimeEntity
{
    private readonly ReadOnlyMemory<byte> _body;

    internal MimeEntity(HeaderBlock header, ReadOnlyMemory<byte> body, IReadOnlyList<MimeEntity> children, string defaultType)
    {
        Header = header;
        _body = body;
        Children = children;
        ContentType = FieldParameters.Read(header.Find("Content-Type"));
        Type = MimeReader.TypeOf(ContentType, defaultType);
        Disposition = FieldParameters.Read(header.Find("Content-Disposition"));
    }

    public HeaderBlock Header { get; }

    public FieldParameters ContentType { get; }

    public FieldParameters Disposition { get; }

    /// <summary>Such as <c>text/plain</c>, in lower case; what has no readable type has the one its place gives it.</summary>
    public string Type { get; }

    /// <summary>Parts of a multipart, or the one mail inside a message/rfc822; else none.</summary>
    public IReadOnlyList<MimeEntity> Children { get; }

    public bool IsMultipart => Type.StartsWith("multipart/", StringComparison.Ordinal);

    public bool IsAttachment => Disposition.Value == "attachment";

    /// <summary>The name the sender gave a file, unsafe as it came.</summary>
    public string? FileName => Disposition["filename"] ?? ContentType["name"];

    /// <summary>The bytes as they stand in the mail, still encoded.</summary>
    public ReadOnlyMemory<byte> Raw => _body;

    /// <summary>The bytes with their transfer encoding undone.</summary>
    public byte[] Content(int limit = int.MaxValue) => TransferDecoding.Decode(_body.Span, Header.Find("Content-Transfer-Encoding"), limit);

    /// <summary>The text of a text part, up to <see cref="MimeLimits.TextBytes"/> bytes of it.</summary>
    public string Text() => Charsets.Decode(Content(MimeLimits.TextBytes), ContentType["charset"]);

    /// <summary>This and everything inside it, in order.</summary>
    public IEnumerable<MimeEntity> All() => Children.SelectMany(child => child.All()).Prepend(this);
}
