using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Dispatch;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Reports;

/// <summary>The figures of the last 15 minutes and of today.</summary>
public sealed record BoardFigures(AnswerFigures Last15m, AnswerFigures Today);

/// <summary>The supervisor's board.</summary>
public sealed record BoardView(DateTimeOffset At, BoardFigures Figures, IReadOnlyList<QueueLine> Queues, IReadOnlyList<PersonLine> People, string Revision);

/// <summary>Puts the board together and drills into it.</summary>
public sealed class Boards(IStore store, DispatchDesk dispatch, AnswerReport report, ConversationStore conversations, BusinessTime clock, MachineTime machine)
{
    public static readonly IReadOnlyList<string> Windows = ["last15m", "today"];
    private const long Minute = 60 * Microseconds.PerSecond;
    private const long Day = 1_440 * Minute;

    public async Task<BoardView> Read(TenantId tenant)
    {
        var now = clock.Now;
        var figures = await store.Read(tenant, async reader => new BoardFigures(
            await report.Read(reader, Since("last15m", now), now + 1), await report.Read(reader, Since("today", now), now + 1)));
        var board = await dispatch.Board(tenant);
        return new BoardView(clock.GetUtcNow(), figures, board.Queues, board.People, machine.Now.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The conversations behind a figure.</summary>
    public async Task<Outcome<Page<ConversationView>>> Behind(Caller caller, string? figure, string? window, string? unit, int? limit)
    {
        var check = new Validation().OneOf(figure, "figure", AnswerReport.Figures).OneOf(window ?? "today", "window", Windows);
        if (check.Failed)
        {
            return check.Problem;
        }

        var now = clock.Now;
        return await store.Read(caller.Tenant, async reader =>
        {
            var views = new List<ConversationView>();
            foreach (var id in await report.Behind(reader, figure!, Since(window ?? "today", now), now + 1, unit, Paging.Limit(limit)))
            {
                if (await conversations.Find(reader, id) is { } row)
                {
                    views.Add(Views.Of(row));
                }
            }

            return new Page<ConversationView>(views);
        });
    }

    private static long Since(string window, long now) => window == "last15m" ? now - (15 * Minute) : now - (now % Day);
}

/// <summary>The live topic <c>board</c>: one reading a second for all who look.</summary>
internal sealed class BoardFeed(Boards boards) : ILiveTopic
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<TenantId, Watchers> _watchers = new();

    public string Topic => "board";

    public Task<Outcome<IDisposable>> Subscribe(LiveConnection connection, Caller caller, JsonElement message)
    {
        if (!caller.Has(Permission.Supervise | Permission.Observe))
        {
            return Task.FromResult<Outcome<IDisposable>>(Problem.Forbidden());
        }

        var watchers = _watchers.GetOrAdd(caller.Tenant, tenant => new Watchers(tenant, boards));
        return Task.FromResult<Outcome<IDisposable>>(watchers.Add(connection));
    }

    private sealed class Watchers(TenantId tenant, Boards boards)
    {
        private readonly ConcurrentDictionary<LiveConnection, bool> _connections = new();
        private int _running;

        public Watch Add(LiveConnection connection)
        {
            _connections[connection] = true;
            if (Interlocked.Exchange(ref _running, 1) == 0)
            {
                _ = Task.Run(Loop);
            }

            return new Watch(() => _connections.TryRemove(connection, out _));
        }

        private async Task Loop()
        {
            while (!_connections.IsEmpty)
            {
                await Show();
                await Task.Delay(Every);
            }

            Interlocked.Exchange(ref _running, 0);
        }

        private async Task Show()
        {
            try
            {
                var message = new { type = "board", board = await boards.Read(tenant) };
                var bytes = JsonSerializer.SerializeToUtf8Bytes(message, Json.Options);
                foreach (var connection in _connections.Keys)
                {
                    connection.SendBytes(bytes);
                }
            }
            catch (Exception passing) when (passing is StoreUnavailableException or OwnerUnreachableException or TimeoutException or OperationCanceledException)
            {
                // The next second shows it again.
            }
        }
    }

    private sealed class Watch(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
