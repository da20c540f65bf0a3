using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Platform.Segments;

/// <summary>An immutable piece of bytes: an attachment, a report, a model.</summary>
/// <param name="Key">1 to 200 characters of any kind, chosen by the caller; never a file name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the content, lower-case hex.</param>
public sealed record SegmentInfo(string Key, long Length, string Sha256);

/// <summary>Keeps bytes by key. What was put is on disk when the call returns and never changes; the same again changes nothing.</summary>
public interface ISegments
{
    /// <exception cref="SegmentConflictException">The key holds other content; nothing was changed.</exception>
    /// <exception cref="SegmentTooLargeException">More than <see cref="SegmentLimits.Bytes"/>; nothing was changed.</exception>
    /// <exception cref="StoreUnavailableException">Disk full or connection lost; nothing was changed.</exception>
    Task<SegmentInfo> Put(TenantId tenant, string key, Stream content, CancellationToken cancellation = default);

    /// <summary>The content from its beginning, or null when there is none of that key. The caller disposes it.</summary>
    Task<Stream?> Get(TenantId tenant, string key, CancellationToken cancellation = default);

    /// <summary>Some bytes of the content, fewer at its end; null when there is none of that key.</summary>
    Task<byte[]?> Part(TenantId tenant, string key, long from, int length, CancellationToken cancellation = default);

    Task<SegmentInfo?> Find(TenantId tenant, string key, CancellationToken cancellation = default);

    /// <returns>False when there was none; doing it twice changes nothing.</returns>
    Task<bool> Delete(TenantId tenant, string key, CancellationToken cancellation = default);

    /// <summary>All pieces of a tenant, by key in ordinal order.</summary>
    Task<IReadOnlyList<SegmentInfo>> List(TenantId tenant, CancellationToken cancellation = default);
}

public static class SegmentLimits
{
    public const long Bytes = 256 << 20;
    public const int KeyCharacters = 200;

    internal static void Check(string key)
    {
        if (key.Length is 0 or > KeyCharacters || key.Contains('\0', StringComparison.Ordinal) || !IsText(key))
        {
            throw new ArgumentException($"A key has 1 to {KeyCharacters} characters, none of them NUL or half a character.", nameof(key));
        }
    }

    private static bool IsText(string key)
    {
        for (var index = 0; index < key.Length; index++)
        {
            if (char.IsSurrogate(key[index]) && !(char.IsHighSurrogate(key[index]) && index + 1 < key.Length && char.IsLowSurrogate(key[++index])))
            {
                return false;
            }
        }

        return true;
    }
}

public sealed class SegmentConflictException(string key) : Exception($"The key '{key}' holds other content already; pieces never change.");

public sealed class SegmentTooLargeException() : Exception($"A piece takes at most {SegmentLimits.Bytes} bytes.");
