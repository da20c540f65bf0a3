using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Patella.Tests.Service.Connectors;

/// <summary>An SMTP server that goes wrong at the place it is told to. It keeps what it was handed whole.</summary>
internal sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public FakeSmtp()
    {
        _listener.Start();
        _loop = Task.Run(Accept);
    }

    /// <summary>What is answered to a word such as RCPT or END (the dot); null closes the connection instead.</summary>
    public Func<string, string?> Answers { get; set; } = _ => "250 ok";

    public List<string> Taken { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            try
            {
                await Talk(client.GetStream());
            }
            catch (IOException)
            {
                // The other side left.
            }
        }
    }

    private async Task Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await Say(stream, "220 fake");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            var answer = word switch { "EHLO" => "250 fake", "QUIT" => "221 bye", "DATA" => Answers(word) is { } said && said.StartsWith('2') ? "354 go on" : Answers(word), _ => Answers(word) };
            if (answer is null)
            {
                return;
            }

            await Say(stream, answer);
            if (answer.StartsWith("354", StringComparison.Ordinal))
            {
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync(_stop.Token) is { } part && part != ".")
                {
                    mail.Append(part.StartsWith("..", StringComparison.Ordinal) ? part[1..] : part).Append('\n');
                }

                Taken.Add(mail.ToString());
                if (Answers("END") is not { } end)
                {
                    return;
                }

                await Say(stream, end);
            }
        }
    }

    private async Task Say(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), _stop.Token);
}
