using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Patella.Simulator.Systems;

/// <summary>
/// All systems of the demonstration behind one loopback port: each takes what it is sent in its own form, and after a while somebody there takes the call and, when what is
/// broken has been mended, says so in the system's own way. What was taken and not answered yet is kept in a file, so that a restart forgets nobody.
/// </summary>
public sealed class SystemDesk : IAsyncDisposable
{
    private const int MostBytes = 1 << 20;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private readonly WebApplication _app;
    private readonly SystemAnswers _answers;
    private readonly TimeProvider _business;
    private readonly TimeProvider _machine;
    private readonly Func<string, DateTimeOffset, DateTimeOffset?> _mendedAt;
    private readonly string? _file;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private List<PendingAnswer> _pending = [];
    private int _number;
    private Task _background = Task.CompletedTask;

    /// <param name="mendedAt">When what these words are about is mended, asked at a moment; null when nobody knows.</param>
    /// <param name="file">Where pending answers are kept; null: nowhere.</param>
    public SystemDesk(SystemAnswers answers, TimeProvider business, TimeProvider machine, Func<string, DateTimeOffset, DateTimeOffset?> mendedAt, string? file)
    {
        (_answers, _business, _machine, _mendedAt, _file) = (answers, business, machine, mendedAt, file);
        if (file is not null && File.Exists(file))
        {
            _pending = JsonSerializer.Deserialize<List<PendingAnswer>>(File.ReadAllText(file)) ?? [];
            _number = _pending.Count;
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(Take);
    }

    /// <summary>Where it listens, once it was started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What was taken so far, oldest first.</summary>
    public IReadOnlyList<PendingAnswer> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _pending];
            }
        }
    }

    public async Task Start(CancellationToken cancellation)
    {
        await _app.StartAsync(cancellation);
        Address = new Uri($"http://127.0.0.1:{new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port}/");
        _background = Task.Run(AnswerWhatIsDue, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _background;
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var path = http.Request.Path.Value ?? "";
        if (SimulatedSystem.All.FirstOrDefault(system => path.StartsWith($"/{system.Id}/", StringComparison.Ordinal)) is not { } called)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var answer = CallReader.Accepted(called);
        lock (_lock)
        {
            if (CallReader.Read(called, http.Request.Method, path, body, _number + 1) is { } read)
            {
                answer = read.Answer;
                Plan(called, read.Ticket, body);
            }
        }

        http.Response.StatusCode = called.Connector == "pagerduty" ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        await http.Response.WriteAsync(answer, http.RequestAborted);
    }

    private void Plan(SimulatedSystem system, string ticket, string words)
    {
        if (_pending.Any(one => one.System == system.Id && one.Ticket == ticket))
        {
            return;
        }

        var (now, takes) = (_business.GetUtcNow(), TimeSpan.FromMinutes(system.Minutes));
        var mended = _mendedAt(words, now) ?? now + TimeSpan.FromMinutes(35);
        _number++;
        _pending.Add(new PendingAnswer(system.Id, ticket, now + takes, mended > now + takes ? mended : now + takes + takes));
        Keep();
    }

    private async Task AnswerWhatIsDue()
    {
        using var timer = new PeriodicTimer(Beat, _machine);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                var now = _business.GetUtcNow();
                foreach (var one in Taken.Where(one => (!one.Acknowledged && one.AcknowledgeAt <= now) || (!one.Fixed && one.FixAt <= now)))
                {
                    var done = one.Acknowledged ? one with { Fixed = true } : one with { Acknowledged = true };
                    if (await _answers.Say(SimulatedSystem.All.First(system => system.Id == one.System), one.Ticket, done.Fixed, _stopping.Token))
                    {
                        lock (_lock)
                        {
                            _pending = [.. _pending.Select(known => known == one ? done : known)];
                            Keep();
                        }
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
    }

    private void Keep()
    {
        if (_file is not null)
        {
            File.WriteAllText(_file + ".new", JsonSerializer.Serialize(_pending));
            File.Move(_file + ".new", _file, overwrite: true);
        }
    }
}
