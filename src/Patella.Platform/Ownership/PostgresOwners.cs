using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;

namespace Patella.Platform.Ownership;

/// <summary>
/// Leases in PostgreSQL, by the server's clock. A process renews one row of its own; a partition belongs to it while that row has not expired.
/// Takeover after a kill or a pause: at most the lease plus one round, under 4 s. A clean stop gives back at once. A process that holds more than its fair
/// share hands partitions over, a few a round: it ends their work first, then frees the lease, and the next owner's epoch fences whatever comes late.
/// </summary>
public sealed partial class PostgresOwners : IOwners, IAsyncDisposable
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMilliseconds(2_500);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(400);

    /// <summary>How much sooner than the server this process holds its lease for lost.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a clean stop waits for the work to end before it gives the leases back; the epoch fences what is later still.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    /// <summary>Rounds between two looks at the shares.</summary>
    private const int RoundsBetweenShares = 5;

    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskPause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, OwnedPartition> _partitions = new();
    private readonly ConcurrentDictionary<string, PartitionOwner> _known = new();
    private readonly LeaseBalance _balance = new();
    private readonly Dictionary<string, (long Epoch, Task Ending, long Since)> _giving = [];
    private int _rounds;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly PostgresConnections _connections;
    private readonly OwnerClient _client = new();
    private readonly ILogger<PostgresOwners> _logger;
    private readonly string _address;
    private readonly Timer _watch;
    private readonly Task _loop;
    private NpgsqlConnection? _connection;
    private string _holder = LeaseTable.NewHolder();
    private volatile bool _created;

    /// <param name="address">Where other processes reach this one, such as <c>http://127.0.0.1:5080</c>.</param>
    public PostgresOwners(PostgresConnections connections, string address, ILogger<PostgresOwners> logger)
    {
        _connections = connections;
        _address = address;
        _logger = logger;
        _watch = new Timer(_ => LoseAll());
        _loop = Task.Run(Loop);
    }

    /// <summary>What another process must present to hand a command to this one.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public void Contend(string partition, IPartitionOwner owner)
    {
        if (_partitions.TryAdd(partition, new OwnedPartition(partition, owner, _logger)))
        {
            _created = false;
            Wake();
        }
    }

    public async Task<string> Ask(string partition, string command, string payload, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        Exception? last = null;
        while (Stopwatch.GetElapsedTime(started) < AskTime)
        {
            try
            {
                if (await AskOnce(partition, command, payload, cancellation) is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception failure) when (IsPassing(failure) && !cancellation.IsCancellationRequested)
            {
                // The owner is changing or out of reach: its successor is asked under the same command id.
                last = failure;
                _known.TryRemove(partition, out _);
            }

            await Task.Delay(AskPause, cancellation);
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
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _loop;
        await Task.WhenAll(_partitions.Values.Select(owned => owned.Stop())).WaitAsync(StopTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await LeaseTable.Release(await Connection(CancellationToken.None), _holder);
        }
        catch (Exception failure) when (IsUnreachable(failure))
        {
            // The lease runs out by itself.
        }

        await Disconnect();
        await _watch.DisposeAsync();
        _client.Dispose();
    }

    private static bool IsUnreachable(Exception failure) => failure is NpgsqlException or TimeoutException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;

    private static bool IsPassing(Exception failure)
        => failure is HttpRequestException or OwnershipLostException or NpgsqlException or TimeoutException or OperationCanceledException or StoreUnavailableException { OutcomeUnknown: false };

    private async Task<string?> AskOnce(string partition, string command, string payload, CancellationToken cancellation)
    {
        if (_partitions.TryGetValue(partition, out var owned) && owned.Current is { } ownership)
        {
            return await owned.Handle(ownership, command, payload);
        }

        if (!_known.TryGetValue(partition, out var owner))
        {
            await using var connection = await _connections.OpenAsOwner(cancellation);
            owner = await LeaseTable.FindOwner(connection, partition);
            if (owner is null || owner.Holder == _holder)
            {
                return null;
            }

            _known[partition] = owner;
        }

        return await _client.Ask(owner.Address, owner.Secret, partition, command, payload, cancellation);
    }

    private async Task Loop()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await RunRound();
            }
            catch (Exception failure) when (IsUnreachable(failure))
            {
                LogUnreachable(failure.Message);
                await Disconnect();
            }

            await ((Task)_wake.WaitAsync(Round, _stop.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunRound()
    {
        var asked = Stopwatch.GetTimestamp();
        var connection = await Connection(_stop.Token);
        if (!await LeaseTable.Renew(connection, _holder))
        {
            LoseAll();
            _giving.Clear();
            _holder = LeaseTable.NewHolder();
            asked = Stopwatch.GetTimestamp();
            await LeaseTable.Register(connection, _holder, _address, Secret);
        }

        // Counted from before the request and short of the server's own reckoning.
        var left = LeaseTime - Margin - Stopwatch.GetElapsedTime(asked);
        if (left <= TimeSpan.Zero)
        {
            LoseAll();
            return;
        }

        _watch.Change(left, Timeout.InfiniteTimeSpan);
        await TakeOver(connection);
    }

    private async Task TakeOver(NpgsqlConnection connection)
    {
        if (!_created)
        {
            _created = true;
            await LeaseTable.Create(connection, [.. _partitions.Keys]);
        }

        var now = Environment.TickCount64;
        var mine = await LeaseTable.TakeFree(connection, _holder, [.. _partitions.Keys.Where(partition => _balance.MayTake(partition, now))]);
        await HandOver(connection, mine, now);
        foreach (var owned in _partitions.Values)
        {
            if (_giving.ContainsKey(owned.Partition))
            {
                continue;
            }

            if (mine.TryGetValue(owned.Partition, out var epoch))
            {
                owned.Start(epoch, fenced: true);
            }
            else if (owned.Current is not null)
            {
                _ = owned.Stop();
            }
        }
    }

    /// <summary>Frees what has come to its end, then ends the work of what is above the fair share.</summary>
    private async Task HandOver(NpgsqlConnection connection, Dictionary<string, long> mine, long now)
    {
        foreach (var (partition, giving) in _giving.Where(pair => pair.Value.Ending.IsCompleted || now - pair.Value.Since > StopTime.TotalMilliseconds).ToList())
        {
            await LeaseTable.Give(connection, _holder, partition, giving.Epoch);
            _giving.Remove(partition);
            _balance.Gave(partition, now);
            mine.Remove(partition);
        }

        if (_giving.Count > 0 || ++_rounds % RoundsBetweenShares != 0)
        {
            return;
        }

        var (total, alive) = await LeaseTable.Shares(connection, [.. _partitions.Keys]);
        foreach (var partition in _balance.ToGive(mine.Keys, total, alive, now).Where(_partitions.ContainsKey))
        {
            _giving[partition] = (mine[partition], _partitions[partition].Stop(), now);
        }

        if (_giving.Count > 0)
        {
            LogHandingOver(_giving.Count, mine.Count, alive);
        }
    }

    private void LoseAll()
    {
        foreach (var owned in _partitions.Values)
        {
            _ = owned.Stop();
        }
    }

    private async Task<NpgsqlConnection> Connection(CancellationToken cancellation) => _connection ??= await _connections.OpenForLeases(cancellation);

    private async Task Disconnect()
    {
        if (_connection is { } broken)
        {
            _connection = null;
            await broken.DisposeAsync();
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will run anyway.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Handing {Count} of {Held} partitions over: {Alive} processes share the work")]
    private partial void LogHandingOver(int count, int held, int alive);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leases could not be renewed: {Reason}")]
    private partial void LogUnreachable(string reason);
}
