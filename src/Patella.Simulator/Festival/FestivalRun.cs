using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>
/// `patella simulate festival`: drives a server through the public API and the live channel only, as consumers, agents,
/// merchants and a supervisor would, and measures what they saw.
/// </summary>
public sealed class FestivalRun
{
    private const double DefaultMachineSeconds = 90;
    private const double TailSeconds = 240;
    private const double LongestSpeed = 60;
    private const int SignInsAtOnce = 4;
    private const int ShopsAtWork = 20;
    private const int ReadBacksAtOnce = 8;
    private const int LiveSessionsAtOnce = 200;
    private readonly FestivalOptions _options;
    private readonly FestivalContext _context;
    private readonly IProgress<FestivalProgress>? _progress;
    private readonly TimeProvider _time;
    private string _stage = "";
    private int _planned;
    private long _stageStarted;

    private FestivalRun(FestivalOptions options, PatellaConnection connection, IProgress<FestivalProgress>? progress, TimeProvider time)
    {
        (_options, _progress, _time) = (options, progress, time);
        var scale = options.Scale with { Agents = Math.Max(options.Scale.Agents, options.Agents) };
        var ecosystem = new DemoEcosystem(options.EcosystemSeed, scale, time.GetUtcNow());
        _context = new FestivalContext(options, connection, ecosystem, new FestivalMeter(), time);
    }

    /// <summary>Runs to the end, or when live until cancelled or the duration is over, and returns what was measured.</summary>
    /// <exception cref="ApiFailureException">The server cannot be reached, or does not hold the ecosystem.</exception>
    public static async Task<FestivalSummary> RunAsync(
        FestivalOptions options, IProgress<FestivalProgress>? progress, TimeProvider time, CancellationToken cancellation)
    {
        using var connection = new PatellaConnection(options.Servers, time);
        var run = new FestivalRun(options, connection, progress, time);
        using var reporting = new CancellationTokenSource();
        var reports = run.ReportAsync(reporting.Token);
        try
        {
            return await run.PlayAsync(cancellation);
        }
        finally
        {
            await reporting.CancelAsync();
            await reports.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<FestivalSummary> PlayAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        Enter("signing in");
        var duty = _context.Ecosystem.Agents.Take(_options.Agents).ToList();
        var sessions = await SignInAsync(duty.Select(agent => agent.Email), cancellation);
        var first = sessions[0];
        var planner = new SessionPlanner(_context.Ecosystem, _options.Seed, duty);
        var plan = _options.Live ? null : new FestivalPlan(planner, _options);
        _planned = plan?.Sessions.Count ?? 0;
        _context.Pace = PaceFor(first.TimeRate ?? 1, plan?.WindowSeconds ?? 0);

        var floor = sessions.Select((session, index) =>
            new AgentActor(_context, session.Token!, new SeededRandom(_options.Seed).Fork($"agent-actor-{index}"))).ToList();
        await Task.WhenAll(floor.Select(agent => agent.StartAsync(cancellation)));
        var supervisor = await OpenBoardAsync(cancellation);
        using var outside = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var around = Task.WhenAll(MoveParcelsAsync(first.BusinessNow ?? _time.GetUtcNow(), outside.Token), await OpenShopsAsync(cancellation, outside.Token));

        Enter("running");
        var started = _time.GetTimestamp();
        await (plan is null ? LiveAsync(planner, cancellation) : ArriveAsync(plan, cancellation));
        var machine = _time.GetElapsedTime(started);
        await outside.CancelAsync();
        await around;
        await supervisor.DisposeAsync();
        await Task.WhenAll(floor.Select(agent => agent.DisposeAsync().AsTask()));

        Enter("reading back");
        await ReadBackAsync(CancellationToken.None);
        return _context.Meter.Summary(_context.Pace, machine, _options.Seed, _options.Live ? "live" : _options.Scenario.ToString().ToLowerInvariant());
    }

    /// <summary>With a key: loads the people, and the orders when the first of them are not there yet.</summary>
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_options.ApiKey is not { Length: > 0 } key)
        {
            return;
        }
        Enter("loading");
        var loader = new EcosystemLoader(_context.Connection, key, _context.Ecosystem);
        var known = await loader.LoadEssentialAsync(cancellation);
        await loader.LoadFloorAsync(cancellation);
        if (!known)
        {
            await loader.LoadEventsAsync(cancellation);
        }
    }

    private Pace PaceFor(double timeRate, double windowSeconds)
    {
        var speed = _options switch
        {
            { Live: false, Duration: { } duration } => windowSeconds / duration.TotalSeconds / timeRate,
            { Speed: { } given } => given,
            { Live: true } => 1,
            _ when timeRate > 1 => 1,
            _ => Math.Clamp((windowSeconds + TailSeconds) / DefaultMachineSeconds, 1, LongestSpeed),
        };
        return new Pace(timeRate, speed, _time);
    }

    private async Task<IReadOnlyList<StaffSession>> SignInAsync(IEnumerable<string> emails, CancellationToken cancellation)
    {
        var list = emails.ToList();
        var sessions = new StaffSession[list.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = SignInsAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, list.Count, parallel, async (index, token) => sessions[index] = await _context.SignInAsync(list[index], token));
        return sessions;
    }

    private async Task<SupervisorActor> OpenBoardAsync(CancellationToken cancellation)
    {
        var session = await _context.SignInAsync("supervisor-01@demo.example", cancellation);
        var supervisor = new SupervisorActor(_context, session.Token!);
        await _context.GuardAsync(() => supervisor.StartAsync(cancellation));
        return supervisor;
    }

    /// <summary>Signs the merchants' people in; what comes back ends with <paramref name="closing"/>.</summary>
    private async Task<Task> OpenShopsAsync(CancellationToken cancellation, CancellationToken closing)
    {
        var people = _context.Ecosystem.Staff.Where(person => person.Merchant is not null && person.Email != DemoPersonas.Emails["merchant"]).Take(ShopsAtWork).ToList();
        var sessions = await SignInAsync(people.Select(person => person.Email), cancellation);
        _context.ShopsWithPeople = people.Select(person => person.Merchant!).ToHashSet();
        return Task.WhenAll(sessions.Select((session, index) =>
            new MerchantActor(_context, session.Token!, new SeededRandom(_options.Seed).Fork($"merchant-actor-{index}")).RunAsync(closing)));
    }

    private Task MoveParcelsAsync(DateTimeOffset businessNow, CancellationToken cancellation) => _options.ApiKey is { Length: > 0 } key
        ? _context.GuardAsync(() => new CarrierActor(_context, key, businessNow).RunAsync(cancellation))
        : Task.CompletedTask;

    /// <summary>Open loop: everybody comes when planned, however busy the servers are.</summary>
    private async Task ArriveAsync(FestivalPlan plan, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var random = new SeededRandom(_options.Seed).Fork("arrivals");
        var running = new List<Task>(plan.Sessions.Count);
        foreach (var session in plan.Sessions)
        {
            var due = _context.Pace.Machine(plan.ArrivalOf(session.Index, random)) - _time.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, _time, cancellation);
            }
            running.Add(PlaySessionAsync(session, cancellation));
        }
        await Task.WhenAll(running);
    }

    /// <summary>The demonstration's festival: a trickle until cancelled; each conversation is read back as it ends.</summary>
    private async Task LiveAsync(SessionPlanner planner, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (_options.Duration is { } duration)
        {
            end.CancelAfter(duration);
        }
        var random = new SeededRandom(_options.Seed).Fork("live");
        for (var index = 0; !end.IsCancellationRequested; index++)
        {
            await _context.Pace.PassAsync(random.Exponential(60 / _options.LiveArrivalsPerMinute), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!end.IsCancellationRequested && _context.Meter.Running < LiveSessionsAtOnce)
            {
                _ = PlayLiveAsync(planner.Plan(index), end.Token);
            }
        }
    }

    private async Task PlayLiveAsync(SessionPlan session, CancellationToken cancellation)
    {
        var conversation = await PlaySessionAsync(session, cancellation);
        if (conversation is not null && _context.Records.TryRemove(conversation, out var record))
        {
            await ReadBackAsync(record, CancellationToken.None);
        }
    }

    private async Task<string?> PlaySessionAsync(SessionPlan session, CancellationToken cancellation)
    {
        _context.Meter.Begin();
        var random = new SeededRandom(_options.Seed).Fork($"consumer-actor-{session.Index}");
        var consumer = new ConsumerActor(_context, session, random);
        _context.Meter.End(await consumer.PlayAsync(cancellation));
        return consumer.ConversationId;
    }

    private Task ReadBackAsync(CancellationToken cancellation) => Parallel.ForEachAsync(
        _context.Records.Values, new ParallelOptions { MaxDegreeOfParallelism = ReadBacksAtOnce, CancellationToken = cancellation },
        async (record, token) => await ReadBackAsync(record, token));

    private Task ReadBackAsync(ConversationRecord record, CancellationToken cancellation) => _context.GuardAsync(async () =>
    {
        var found = await ReadBack.CheckAsync(_context.Connection, record, cancellation);
        _context.Meter.ReadBack(found.Lost, found.Doubled);
        found.Errors.ToList().ForEach(_context.Meter.Error);
    });

    private void Enter(string stage) => (_stage, _stageStarted) = (stage, _time.GetTimestamp());

    private async Task ReportAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), _time);
        while (_progress is not null && await timer.WaitForNextTickAsync(cancellation))
        {
            _progress.Report(_context.Meter.Progress(_stage, _planned, _time.GetElapsedTime(_stageStarted)));
        }
    }
}
