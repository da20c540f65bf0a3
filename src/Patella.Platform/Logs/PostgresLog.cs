using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Platform.Logs;

/// <summary>The log of a cluster: an append table. Every process may append; the topic's row orders them.</summary>
public sealed class PostgresLog(IStore store) : ILog
{
    private readonly ConcurrentDictionary<(TenantId, string), Lazy<AppendQueue>> _queues = new();
    private volatile bool _closed;

    public Task<long> Append(TenantId tenant, string topic, IReadOnlyList<byte[]> records, CancellationToken cancellation = default)
    {
        LogLimits.Check(topic, records);
        cancellation.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new StoreUnavailableException("The log is closed. Nothing was appended.");
        }

        return _queues.GetOrAdd((tenant, topic), key => new Lazy<AppendQueue>(() => new AppendQueue(group => Write(key.Item1, key.Item2, group)))).Value.Append(records);
    }

    public async Task<IReadOnlyList<LogRecord>> Read(TenantId tenant, string topic, long from, int max, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        var rows = await store.Read(tenant, reader => reader.Many<Row>(
            """
            select number, payload from (
                select number, payload, sum(length(payload)) over (order by number) - length(payload) as before
                from (select number, payload from log_record where tenant = @tenant and topic = @topic and number >= @from order by number limit @max) as page) as page
            where before < @ReadBytes order by number
            """, new { topic, from, max, LogLimits.ReadBytes }), cancellation);
        return [.. rows.Select(row => new LogRecord(row.Number, row.Payload))];
    }

    public async Task<LogBounds> Bounds(TenantId tenant, string topic, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        return await store.Read(tenant, reader => reader.One<LogBounds>("select first, next from log_topic where tenant = @tenant and topic = @topic", new { topic }), cancellation);
    }

    public Task Truncate(TenantId tenant, string topic, long before, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        return store.Write(tenant, async transaction =>
        {
            await transaction.Execute("update log_topic set first = least(@before, next) where tenant = @tenant and topic = @topic and first < @before", new { topic, before });
            await transaction.Execute("delete from log_record where tenant = @tenant and topic = @topic and number < @before", new { topic, before });
        }, cancellation: cancellation);
    }

    public Task Replace(TenantId tenant, string topic, long offset, byte[] payload, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        return store.Write(tenant, async transaction =>
        {
            if (await transaction.One<long?>("select length(payload)::bigint from log_record where tenant = @tenant and topic = @topic and number = @offset", new { topic, offset }) is { } length && length != payload.Length)
            {
                throw new ArgumentException($"The record has {length} bytes, not {payload.Length}.", nameof(payload));
            }

            await transaction.Execute("update log_record set payload = @payload where tenant = @tenant and topic = @topic and number = @offset", new { topic, offset, payload });
        }, cancellation: cancellation);
    }

    public Task Begin(TenantId tenant, string topic, long first, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        return store.Write(tenant, async transaction =>
        {
            if (await transaction.Execute("insert into log_topic (tenant, topic, first, next) values (@tenant, @topic, @first, @first) on conflict (tenant, topic) do nothing", new { topic, first }) == 0)
            {
                throw new InvalidOperationException($"The topic {topic} is there already.");
            }
        }, cancellation: cancellation);
    }

    public Task Remove(TenantId tenant, string topic, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        return store.Write(tenant, async transaction =>
        {
            await transaction.Execute("delete from log_topic where tenant = @tenant and topic = @topic", new { topic });
            await transaction.Execute("delete from log_record where tenant = @tenant and topic = @topic", new { topic });
        }, cancellation: cancellation);
    }

    public Task<IReadOnlyList<string>> Topics(TenantId tenant, CancellationToken cancellation = default)
        => store.Read(tenant, reader => reader.Many<string>("select topic from log_topic where tenant = @tenant order by topic collate \"C\""), cancellation);

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var queue in _queues.Values)
        {
            await queue.Value.DisposeAsync();
        }
    }

    private Task<long> Write(TenantId tenant, string topic, IReadOnlyList<byte[]> records)
        => store.Write(tenant, async transaction =>
        {
            var next = await transaction.One<long>(
                """
                insert into log_topic (tenant, topic, first, next) values (@tenant, @topic, 0, @Count)
                on conflict (tenant, topic) do update set next = log_topic.next + @Count returning next
                """, new { topic, Count = (long)records.Count });
            var first = next - records.Count;
            await transaction.Execute(
                """
                insert into log_record (tenant, topic, number, payload)
                select @tenant, @topic, @first + page.ordinal - 1, page.payload from unnest(@payloads) with ordinality as page (payload, ordinal)
                """, new { topic, first, payloads = records.ToArray() });
            return first;
        });

    private sealed class Row
    {
        public required long Number { get; init; }

        public required byte[] Payload { get; init; }
    }
}
