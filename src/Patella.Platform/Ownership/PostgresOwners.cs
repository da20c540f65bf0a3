using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Patella.Platform.Storage.Postgres;

namespace Patella.Platform.Ownership;

/// <summary>
/// Leases in PostgreSQL, by the server's clock. A process renews one row of its own; a partition belongs to it while that row has not expired.
/// Takeover after a kill or a pause: at most the lease plus one round, under 4 s.
/// </summary>
public sealed partial class PostgresOwners : IOwners, IAsyncDisposable
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMilliseconds(2_500);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, OwnedPartition> _partitions = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PostgresConnections _connections;
    private readonly OwnerClient _client = new();
    private readonly ILogger<PostgresOwners> _logger;
    private readonly string _address;
    private readonly Task _loop;
    private string _holder = NewHolder();

    /// <param name="address">Where other processes reach this one, such as <c>http://127.0.0.1:5080</c>.</param>
    public PostgresOwners(PostgresConnections connections, string address, ILogger<PostgresOwners> logger)
    {
        _connections = connections;
        _address = address;
        _logger = logger;
        _loop = Task.Run(Loop);
    }

    /// <summary>What another process must present to hand a command to this one.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public void Contend(string partition, IPartitionOwner owner) => _partitions.TryAdd(partition, new OwnedPartition(partition, owner, _logger));

    public async Task<string> Ask(string partition, string command, string payload, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        Exception? last = null;
        while (Stopwatch.GetElapsedTime(started) < AskTime)
        {
            try
            {
                if (_partitions.TryGetValue(partition, out var owned) && owned.Current is { } ownership)
                {
                    return await owned.Handle(ownership, command, payload);
                }

                if (await FindOwner(partition, cancellation) is { } owner && owner.Address != _address)
                {
                    return await _client.Ask(owner.Address, owner.Secret, partition, command, payload, cancellation);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OwnershipLostException or NpgsqlException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                last = failure;
            }

            await Task.Delay(100, cancellation);
        }

        throw new OwnerUnreachableException(partition, last);
    }

    /// <summary>A command that another process handed over.</summary>
    /// <exception cref="OwnershipLostException">This process does not own the partition; the asker looks again.</exception>
    public async Task<string> HandleForwarded(string partition, string command, string payload)
        => _partitions.TryGetValue(partition, out var owned) && owned.Current is { } ownership
            ? await owned.Handle(ownership, command, payload)
            : throw new OwnershipLostException(partition);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await StopAll();
        try
        {
            await using var connection = await _connections.OpenAsOwner(CancellationToken.None);
            await connection.ExecuteAsync("update node set expires_at = clock_timestamp() where holder = @_holder", new { _holder });
        }
        catch (NpgsqlException)
        {
            // The lease runs out by itself.
        }

        _client.Dispose();
        _stop.Dispose();
    }

    private async Task Loop()
    {
        var aliveUntil = 0L;
        while (!_stop.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                using var limit = new CancellationTokenSource(Margin);
                await using var connection = await _connections.OpenAsOwner(limit.Token);
                if (!await Renew(connection))
                {
                    await StopAll();
                    _holder = NewHolder();
                    await Register(connection);
                }

                // Counted from before the request and short of the server's own reckoning.
                aliveUntil = asked + (long)((LeaseTime - Margin).TotalSeconds * Stopwatch.Frequency);
                await TakeOver(connection);
            }
            catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException)
            {
                LogUnreachable(failure.Message);
            }

            if (Stopwatch.GetTimestamp() > aliveUntil)
            {
                await StopAll();
            }

            await Task.Delay(Round, CancellationToken.None);
        }
    }

    private async Task<bool> Renew(NpgsqlConnection connection)
        => await connection.ExecuteAsync(
            "update node set expires_at = clock_timestamp() + @LeaseTime where holder = @_holder and expires_at > clock_timestamp()", new { _holder, LeaseTime }) == 1;

    private Task Register(NpgsqlConnection connection)
        => connection.ExecuteAsync(
            """
            delete from node where expires_at < clock_timestamp() - interval '1 hour' and holder not in (select holder from lease);
            insert into node (holder, address, secret, expires_at) values (@_holder, @_address, @Secret, clock_timestamp() + @LeaseTime)
            """, new { _holder, _address, Secret, LeaseTime });

    private async Task TakeOver(NpgsqlConnection connection)
    {
        var wanted = _partitions.Keys.ToArray();
        await connection.ExecuteAsync(
            "insert into lease (partition, holder, epoch) select unnest(@wanted), '', 0 on conflict (partition) do nothing", new { wanted });
        await connection.ExecuteAsync(
            """
            update lease set holder = @_holder, epoch = epoch + 1
            where partition = any(@wanted) and holder <> @_holder
              and not exists (select from node where node.holder = lease.holder and node.expires_at > clock_timestamp())
            """, new { _holder, wanted });
        var mine = (await connection.QueryAsync<(string Partition, long Epoch)>(
            "select partition, epoch from lease where holder = @_holder", new { _holder })).ToDictionary(row => row.Partition, row => row.Epoch);
        foreach (var owned in _partitions.Values)
        {
            if (mine.TryGetValue(owned.Partition, out var epoch))
            {
                owned.Start(epoch, fenced: true);
            }
            else
            {
                _ = owned.Stop();
            }
        }
    }

    private async Task<(string Address, string Secret)?> FindOwner(string partition, CancellationToken cancellation)
    {
        await using var connection = await _connections.OpenAsOwner(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<(string? Address, string? Secret)>(
            "select node.address, node.secret from lease join node on node.holder = lease.holder where partition = @partition and node.expires_at > clock_timestamp()", new { partition });
        return row is { Address: { } address, Secret: { } secret } ? (address, secret) : null;
    }

    private async Task StopAll()
    {
        foreach (var owned in _partitions.Values)
        {
            await owned.Stop().WaitAsync(Margin).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static string NewHolder() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leases could not be renewed: {Reason}")]
    private partial void LogUnreachable(string reason);
}
