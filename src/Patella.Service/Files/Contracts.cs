namespace Patella.Service.Files;

/// <summary>A file that was taken.</summary>
/// <param name="OwnerKind">consumer, staff or program.</param>
/// <param name="Conversation">The one it was attached to, if it was.</param>
public sealed record StoredFile(string Id, string Name, string ContentType, long Size, string Sha256, string OwnerKind, string Owner, string? Conversation);

/// <summary>A file on the wire.</summary>
public sealed record FileView(string Id, string Name, string ContentType, long Size, string Url);

/// <summary>The types that are taken, by what the bytes are.</summary>
public static class FileTypes
{
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Gif = "image/gif";
    public const string Webp = "image/webp";
    public const string Pdf = "application/pdf";
    public const string Mp4 = "video/mp4";
    public const string Text = "text/plain";

    public static readonly IReadOnlyList<string> All = [Png, Jpeg, Gif, Webp, Pdf, Mp4, Text];

    public static bool IsPicture(string type) => type is Png or Jpeg or Gif or Webp;

    /// <summary>Endings of names that fit a type; the first is given to a name without one.</summary>
    internal static IReadOnlyList<string> EndingsOf(string type) => type switch
    {
        Png => [".png"],
        Jpeg => [".jpg", ".jpeg"],
        Gif => [".gif"],
        Webp => [".webp"],
        Pdf => [".pdf"],
        Mp4 => [".mp4", ".m4v"],
        Text => [".txt", ".csv", ".log", ".md"],
        _ => throw new InvalidOperationException($"{type} is not taken."),
    };
}
