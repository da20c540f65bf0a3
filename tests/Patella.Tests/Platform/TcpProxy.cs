using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Patella.Tests.Platform;

/// <summary>A relay on 127.0.0.1 in front of a server. Freezing it looks like a paused process or a silent network; cutting it like a killed one.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private volatile int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _frozen;
    private volatile bool _cut;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Task.Run(Accept);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Nothing passes, nothing closes.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.TrySetResult();
    }

    /// <summary>Every connection breaks and none is taken until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _cut = true;
        Thaw();
        foreach (var socket in _sockets.Keys)
        {
            socket.Dispose();
        }
    }

    public void Mend() => _cut = false;

    /// <summary>Leads to another server from now on: what stands breaks, as a balancer breaks it that has found its server dead.</summary>
    public void LeadTo(int target)
    {
        Cut();
        _target = target;
        Mend();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Stop();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                if (_cut)
                {
                    client.Dispose();
                    continue;
                }

                _ = Relay(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task Relay(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var held = client;
        client.NoDelay = true;
        _sockets[client] = true;
        _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(Pump(client, server), Pump(server, client));
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // Either end went away.
        }
        finally
        {
            _sockets.TryRemove(client, out _);
            _sockets.TryRemove(server, out _);
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (_frozen is { } frozen)
                {
                    await frozen.Task;
                }

                await to.SendAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // The other end is closed by Relay.
        }
    }
}
