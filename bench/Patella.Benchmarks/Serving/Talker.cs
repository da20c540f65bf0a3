using System.Diagnostics;

namespace Patella.Benchmarks.Serving;

/// <summary>One consumer on the live channel: sends, waits until the message is accepted (after its commit), and sends the next.</summary>
internal sealed class Talker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Visitor _visitor;
    private LivePage _page = null!;
    private volatile TaskCompletionSource<bool> _accepted = new();
    private int _said;

    private Talker(Visitor visitor) => _visitor = visitor;

    /// <summary>Milliseconds of each accepted message: from when it was due (at a fixed rate) or sent, to when it was accepted.</summary>
    public List<double> Latencies { get; } = [];

    public int Refused { get; private set; }

    public int Unanswered { get; private set; }

    public static async Task<Talker> Open(ServerUnderTest server, Visitor visitor, HttpMessageInvoker invoker)
    {
        var talker = new Talker(visitor);
        talker._page = await LivePage.Open(server, visitor.Token, invoker, talker.Take);
        await talker._page.Subscribe(visitor.Conversation);
        return talker;
    }

    /// <param name="first">When the first message is due, in ticks of the stopwatch.</param>
    /// <param name="every">Ticks between two messages; 0 means that the next is due when the last one is accepted.</param>
    /// <param name="until">When to stop.</param>
    public async Task Talk(long first, long every, long until)
    {
        var due = first;
        while (due < until && Stopwatch.GetTimestamp() < until)
        {
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            if (!await Say(every == 0 ? Stopwatch.GetTimestamp() : due))
            {
                return;
            }

            due = every == 0 ? Stopwatch.GetTimestamp() : due + every;
        }
    }

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    private async Task<bool> Say(long due)
    {
        _accepted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _page.Send(new { type = "send", conversation = _visitor.Conversation, clientId = $"m{_said++}", text = "Where is my parcel? It should have been here yesterday." });
        try
        {
            if (await _accepted.Task.WaitAsync(Patience))
            {
                Latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            }
            else
            {
                Refused++;
            }

            return true;
        }
        catch (TimeoutException)
        {
            Unanswered++;
            return false;
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (LivePage.IsType(message, "\"accepted\""u8))
        {
            _accepted.TrySetResult(true);
        }
        else if (LivePage.IsType(message, "\"refused\""u8))
        {
            _accepted.TrySetResult(false);
        }
    }
}
