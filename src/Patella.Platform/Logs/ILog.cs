using System.Text.RegularExpressions;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Platform.Logs;

/// <summary>One record of a topic.</summary>
/// <param name="Offset">Gapless from 0.</param>
/// <param name="Payload">At most <see cref="LogLimits.RecordBytes"/>.</param>
public readonly record struct LogRecord(long Offset, ReadOnlyMemory<byte> Payload);

/// <summary>What a topic holds: from <paramref name="First"/> to below <paramref name="Next"/>.</summary>
public readonly record struct LogBounds(long First, long Next);

/// <summary>
/// Append-only streams for what is too much for rows: voices, raw events, audit trails. A topic of a tenant is one sequence of records
/// with gapless offsets; an append returns when it is on disk. Consumers keep their offset with their effects.
/// </summary>
public interface ILog : IAsyncDisposable
{
    /// <summary>Appends all records or none, next to each other. Appends of several callers share a flush.</summary>
    /// <param name="topic">1 to 40 characters of a-z, 0-9 and hyphen; made by its first append.</param>
    /// <param name="records">1 to <see cref="LogLimits.Records"/>, together at most <see cref="LogLimits.AppendBytes"/>.</param>
    /// <returns>The offset of the first record.</returns>
    /// <exception cref="StoreUnavailableException">Disk full, connection lost, or too many appends wait. Unless the outcome is unknown, nothing was appended.</exception>
    /// <exception cref="ArgumentException">A limit is broken; nothing was appended.</exception>
    Task<long> Append(TenantId tenant, string topic, IReadOnlyList<byte[]> records, CancellationToken cancellation = default);

    /// <summary>Records from an offset on, at most <paramref name="max"/> (and about <see cref="LogLimits.ReadBytes"/>). Below the first that is kept, it starts at the first; past the end it is empty.</summary>
    /// <exception cref="LogDamagedException">What was acknowledged cannot be read back; restore it from a backup.</exception>
    Task<IReadOnlyList<LogRecord>> Read(TenantId tenant, string topic, long from, int max, CancellationToken cancellation = default);

    /// <summary>The topic's bounds; (0, 0) when nothing was ever appended.</summary>
    Task<LogBounds> Bounds(TenantId tenant, string topic, CancellationToken cancellation = default);

    /// <summary>Lets records below an offset go. Files let go of whole segments only, so some of them may stay.</summary>
    Task Truncate(TenantId tenant, string topic, long before, CancellationToken cancellation = default);

    /// <summary>
    /// Writes other bytes of the same length over a record, durably: for erasing what somebody has a right to have erased, never for changing what happened.
    /// Nothing is done when the record is not kept any more.
    /// </summary>
    /// <exception cref="ArgumentException">The length differs; nothing was changed.</exception>
    Task Replace(TenantId tenant, string topic, long offset, byte[] payload, CancellationToken cancellation = default);

    /// <summary>Makes an empty topic whose next offset is <paramref name="first"/>: a log that is moved keeps its offsets.</summary>
    /// <exception cref="InvalidOperationException">The topic has records already.</exception>
    Task Begin(TenantId tenant, string topic, long first, CancellationToken cancellation = default);

    /// <summary>Removes a topic with all its records. Nobody may append to it meanwhile.</summary>
    Task Remove(TenantId tenant, string topic, CancellationToken cancellation = default);

    Task<IReadOnlyList<string>> Topics(TenantId tenant, CancellationToken cancellation = default);
}

/// <summary>Bounds of one call.</summary>
public static partial class LogLimits
{
    public const int RecordBytes = 1 << 20;
    public const int Records = 10_000;
    public const int AppendBytes = 16 << 20;
    public const int ReadBytes = 16 << 20;

    internal static void Check(string topic, IReadOnlyList<byte[]> records)
    {
        CheckTopic(topic);
        if (records.Count is 0 or > Records)
        {
            throw new ArgumentException($"An append takes 1 to {Records} records, not {records.Count}.", nameof(records));
        }

        if (records.Any(record => record.Length > RecordBytes) || records.Sum(record => (long)record.Length) > AppendBytes)
        {
            throw new ArgumentException($"A record takes at most {RecordBytes} bytes and an append at most {AppendBytes}.", nameof(records));
        }
    }

    internal static void CheckTopic(string topic)
    {
        if (!Name().IsMatch(topic))
        {
            throw new ArgumentException($"'{topic}' is not a topic: 1 to 40 characters of a-z, 0-9 and hyphen, starting with a letter.", nameof(topic));
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex Name();
}

/// <summary>An acknowledged record does not read back as it was written.</summary>
public sealed class LogDamagedException(string where) : Exception($"The log is damaged at {where}: an acknowledged record does not read back. Restore it from a backup.");
